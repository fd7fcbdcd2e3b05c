"use client";

import { type ReactNode, createContext, useContext, useState } from "react";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppStore } from "@/lib/store/hooks";
import { useToast } from "@/components/toast/toast";
import { type Toggles, createToggles } from "./toggles";

const TogglesContext = createContext<Toggles | null>(null);

export function TogglesProvider({ children }: { children: ReactNode }) {
  const store = useAppStore();
  const toast = useToast();
  const { sentence } = useTranslator();
  const [toggles] = useState(() =>
    createToggles(store, (problem) =>
      toast({
        text: sentence({ code: problem.code, params: problem.params, text: problem.detail }),
      }),
    ),
  );
  return <TogglesContext value={toggles}>{children}</TogglesContext>;
}

export function useToggles(): Toggles {
  const toggles = useContext(TogglesContext);
  if (!toggles) throw new Error("useToggles needs TogglesProvider above it.");
  return toggles;
}
