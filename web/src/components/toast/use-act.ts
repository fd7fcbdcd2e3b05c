"use client";

import { useState } from "react";
import { toProblem } from "@/lib/api/problem";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useToast } from "./toast";

/** What a button does: busy meanwhile, and what went wrong is said in a toast. Forms have `useSubmit`. */
export function useAct() {
  const { sentence } = useTranslator();
  const toast = useToast();
  const [busy, setBusy] = useState(false);

  async function act(what: () => Promise<unknown>) {
    setBusy(true);
    try {
      await what();
    } catch (error) {
      const { code, params, detail, elsewhere } = toProblem(error);
      toast({ text: elsewhere[0] ?? sentence({ code, params, text: detail }) });
    } finally {
      setBusy(false);
    }
  }

  return { busy, act };
}
