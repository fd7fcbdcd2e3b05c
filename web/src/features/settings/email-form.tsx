"use client";

import { Button } from "@/components/button/button";
import { Field } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { Me } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { useAppDispatch } from "@/lib/store/hooks";
import { meChanged } from "@/lib/store/session-slice";

/** The address, whether it is confirmed, and another one. Where mail goes out, it counts once its link is opened. */
export function EmailForm({ me }: { me: Me }) {
  const { t } = useTranslator();
  const { features } = useInstance();
  const dispatch = useAppDispatch();
  const toast = useToast();
  const { busy: resending, act } = useAct();
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const changed = await gateway.post("/auth/email", {
      body: { email: text(form, "email").trim(), password: text(form, "emailPassword") },
    });
    // An absent field means that nothing is pending any more.
    dispatch(meChanged({ ...changed, pendingEmail: changed.pendingEmail }));
    toast({
      text: changed.pendingEmail
        ? t("settings.email.sent", { email: changed.pendingEmail })
        : t("settings.email.changed"),
    });
  });

  const resend = () =>
    act(async () => {
      await gateway.post("/auth/email/resend");
      toast({ text: t("settings.email.sent", { email: me.pendingEmail ?? me.email }) });
    });

  const unconfirmed = me.pendingEmail ?? (me.emailVerified ? null : me.email);
  return (
    <div className="flex flex-col gap-4">
      <p className="text-15">
        <span className="font-semibold break-all">{me.email}</span>{" "}
        <span className={me.emailVerified ? "text-success" : "text-muted"}>
          {t(me.emailVerified ? "settings.email.confirmed" : "settings.email.unconfirmed")}
        </span>
      </p>
      {features.mail && unconfirmed ? (
        <div className="flex flex-col gap-2">
          <p className="text-13 text-muted">
            {t("settings.email.waiting", { email: unconfirmed })}
          </p>
          <Button busy={resending} onClick={resend} className="self-start">
            {t("settings.email.resend")}
          </Button>
        </div>
      ) : null}
      <form onSubmit={onSubmit} key={me.email} className="flex flex-col gap-4">
        <Field
          label={t("settings.email.new")}
          name="email"
          type="email"
          autoComplete="email"
          required
          error={problem?.field("email")}
        />
        <Field
          label={t("auth.password")}
          name="emailPassword"
          type="password"
          autoComplete="current-password"
          required
          error={problem?.field("password")}
        />
        <FormProblem problem={problem} />
        <Button type="submit" busy={busy} className="self-start">
          {t("settings.email.change")}
        </Button>
      </form>
    </div>
  );
}
