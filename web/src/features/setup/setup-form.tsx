"use client";

import { useRef, useState } from "react";
import { AccountFields } from "@/components/account-fields/account-fields";
import { Field, TextArea } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { AccentField } from "@/components/place-fields/accent-field";
import { IconField } from "@/components/place-fields/icon-field";
import { MinimumAgeField, TextFields, textsOf } from "@/components/place-fields/text-fields";
import { gateway } from "@/lib/api/gateway";
import { toProblem } from "@/lib/api/problem";
import { choice, text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { RegistrationChoice, registrations } from "./registration-choice";
import type { SetupOutcome } from "./setup-done";
import { Step } from "./step";
import { StepButtons } from "./step-buttons";
import { useSteps } from "./use-steps";

interface SetupFormProps {
  token: string;
  onDone: (outcome: SetupOutcome) => void;
}

const stepCount = 5;
const [look, texts] = [1, 3];

/** Names the place, decides how it looks, who may join and what it asks of people, and makes the first admin. */
export function SetupForm({ token, onDone }: SetupFormProps) {
  const { t, sentence } = useTranslator();
  const instance = useInstance();
  const form = useRef<HTMLFormElement>(null);
  const [icon, setIcon] = useState<File | null>(null);
  const steps = useSteps(form, stepCount);

  /** The place is open by now: what is wrong with a picture must not stop anybody. */
  async function sendIcon(): Promise<string | null> {
    if (!icon || steps.isSkipped(look)) return null;
    try {
      await gateway.put("/admin/instance/icon", {
        body: icon,
        headers: { "Content-Type": icon.type },
      });
      return null;
    } catch (error) {
      const { code, params, detail } = toProblem(error);
      return t("setup.icon.failed", { reason: sentence({ code, params, text: detail }) });
    }
  }

  const { busy, problem, onSubmit } = useSubmit(async (fields) => {
    const place = {
      name: text(fields, "name").trim(),
      description: text(fields, "description").trim(),
      accent: steps.isSkipped(look) ? "" : text(fields, "accent").trim(),
      registration: choice(fields, "registration", registrations),
      minimumAge: Number(text(fields, "minimumAge")),
      ...textsOf(steps.isSkipped(texts) ? new FormData() : fields),
    };
    const { invite } = await gateway
      .post("/setup", {
        body: {
          token,
          username: text(fields, "username").trim(),
          email: text(fields, "email").trim(),
          password: text(fields, "password"),
          instance: place,
        },
      })
      .catch((error: unknown) => {
        steps.reveal(toProblem(error));
        throw error;
      });
    const iconProblem = await sendIcon();
    onDone({
      invite: invite ?? null,
      iconProblem,
      done: {
        named: place.description !== "",
        icon: icon !== null && !steps.isSkipped(look) && iconProblem === null,
        accent: place.accent !== "",
        rules: place.rules.length > 0,
        legal: Object.values(place.legal).every(Boolean),
        contact: place.contact !== "",
      },
    });
  });
  const shared = { place: instance, problem };
  const at = (index: number) => ({ index, steps: stepCount, shown: steps.at === index });

  return (
    // The browser's own check would stop at fields of steps that are not on screen; each step checks its own.
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (!steps.check()) return;
        if (steps.at < stepCount - 1) steps.next();
        else onSubmit(event);
      }}
    >
      <Step {...at(0)} title={t("setup.title")} hint={t("setup.intro")}>
        <Field
          label={t("setup.name")}
          name="name"
          required
          maxLength={50}
          defaultValue={instance.name}
          error={problem?.field("name")}
        />
        <TextArea
          label={t("setup.description")}
          name="description"
          maxLength={300}
          hint={t("setup.description.hint")}
          error={problem?.field("description")}
        />
      </Step>
      <Step {...at(look)} title={t("setup.look.title")} hint={t("setup.look.hint")}>
        <IconField file={icon} onFile={setIcon} />
        <AccentField initial={instance.accent} error={problem?.field("accent")} />
      </Step>
      <Step {...at(2)} title={t("setup.registration")}>
        <RegistrationChoice initial={instance.registration} />
        <MinimumAgeField {...shared} />
      </Step>
      <Step {...at(texts)} title={t("setup.texts")} hint={t("setup.texts.hint")}>
        <TextFields {...shared} />
      </Step>
      <Step {...at(4)} title={t("setup.you")} hint={t("setup.you.hint")}>
        <AccountFields problem={problem} />
      </Step>
      <FormProblem problem={problem?.code === "username_taken" ? null : problem} />
      <StepButtons
        busy={busy}
        first={steps.at === 0}
        last={steps.at === stepCount - 1}
        skippable={steps.at === look || steps.at === texts}
        onBack={() => steps.go(steps.at - 1)}
        onSkip={steps.skip}
      />
    </form>
  );
}
