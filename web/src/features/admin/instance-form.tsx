"use client";

import { Button } from "@/components/button/button";
import { Field, FieldFrame, TextArea, controlClass } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { Loaded } from "@/components/load-state/loaded";
import { AccentField } from "@/components/place-fields/accent-field";
import { IconField } from "@/components/place-fields/icon-field";
import { MinimumAgeField, TextFields, textsOf } from "@/components/place-fields/text-fields";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { Instance, Registration } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { choice, text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";

const modes: Registration[] = ["invite", "approval", "open", "closed"];

/** Name, looks, rules, legal pages and who may join. */
export function InstanceForm() {
  const reading = useRead(url("/admin/instance"));
  return (
    <Loaded reading={reading}>
      {(data) => {
        const onSaved = (changed: Instance) => reading.mutate(changed, { revalidate: false });
        return (
          <div className="flex flex-col gap-6">
            <PlaceIcon url={data.icon} onSaved={onSaved} />
            <Form data={data} onSaved={onSaved} />
          </div>
        );
      }}
    </Loaded>
  );
}

interface FormProps {
  data: Instance;
  onSaved: (changed: Instance) => Promise<unknown>;
}

/** Kept as soon as it is chosen, as a profile's picture is. */
function PlaceIcon({ url, onSaved }: Pick<FormProps, "onSaved"> & { url: string | null }) {
  const { busy, act } = useAct();
  const set = (file: File | null) =>
    act(async () => {
      const changed = file
        ? await gateway.put("/admin/instance/icon", {
            body: file,
            headers: { "Content-Type": file.type || "application/octet-stream" },
          })
        : await gateway.delete("/admin/instance/icon");
      await onSaved(changed);
    });
  return <IconField url={url} busy={busy} onFile={(file) => void set(file)} />;
}

function Form({ data, onSaved }: FormProps) {
  const { t } = useTranslator();
  const toast = useToast();
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const changed = await gateway.put("/admin/instance", {
      body: {
        name: text(form, "name"),
        description: text(form, "description"),
        registration: choice(form, "registration", modes),
        minimumAge: Number(text(form, "minimumAge")),
        accent: text(form, "accent").trim(),
        signedOutBrowsing: form.get("signedOutBrowsing") === "on",
        ...textsOf(form),
      },
    });
    await onSaved(changed);
    toast({ text: t("settings.saved") });
  });
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-6">
      <Field
        label={t("setup.name")}
        name="name"
        required
        maxLength={50}
        defaultValue={data.name}
        error={problem?.field("name")}
      />
      <TextArea
        label={t("setup.description")}
        name="description"
        maxLength={300}
        defaultValue={data.description}
        error={problem?.field("description")}
      />
      <AccentField initial={data.accent} error={problem?.field("accent")} />
      <FieldFrame label={t("setup.registration")} error={problem?.field("registration")}>
        {(control) => (
          <select
            {...control}
            name="registration"
            defaultValue={data.registration}
            className={controlClass}
          >
            {modes.map((mode) => (
              <option key={mode} value={mode}>
                {t(`setup.registration.${mode}`)}
              </option>
            ))}
          </select>
        )}
      </FieldFrame>
      <MinimumAgeField place={data} problem={problem} />
      <label className="flex min-h-11 items-center gap-3 text-15">
        <input
          type="checkbox"
          name="signedOutBrowsing"
          defaultChecked={data.signedOutBrowsing}
          className="size-5 accent-fg"
        />
        {t("admin.signedOutBrowsing")}
      </label>
      <TextFields place={data} problem={problem} />
      <FormProblem problem={problem} />
      <Button kind="primary" type="submit" busy={busy} className="self-start">
        {t("action.save")}
      </Button>
    </form>
  );
}
