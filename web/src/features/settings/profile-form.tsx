"use client";

import { useRef } from "react";
import { Avatar } from "@/components/avatar/avatar";
import { Button } from "@/components/button/button";
import { Field, TextArea } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { Me } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch } from "@/lib/store/hooks";
import { meChanged } from "@/lib/store/session-slice";
import { LinksField, linksOf } from "./links-field";

/** What others see of oneself. */
export function ProfileForm({ me }: { me: Me }) {
  const { t } = useTranslator();
  const dispatch = useAppDispatch();
  const toast = useToast();
  const { busy: sendingImage, act } = useAct();
  const picker = useRef<HTMLInputElement>(null);
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const changed = await gateway.patch("/users/me", {
      body: {
        displayName: text(form, "displayName"),
        bio: text(form, "bio"),
        links: linksOf(form),
      },
    });
    dispatch(meChanged(changed));
    toast({ text: t("settings.saved") });
  });

  const setAvatar = (file: File | null) =>
    act(async () => {
      const changed = file
        ? await gateway.put("/users/me/avatar", {
            body: file,
            headers: { "Content-Type": file.type || "application/octet-stream" },
          })
        : await gateway.delete("/users/me/avatar");
      dispatch(meChanged(changed));
    });

  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-4">
        <Avatar user={me} size={96} />
        <input
          ref={picker}
          type="file"
          accept="image/*"
          className="sr-only"
          tabIndex={-1}
          aria-label={t("settings.avatar")}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file) void setAvatar(file);
            event.currentTarget.value = "";
          }}
        />
        <div className="flex flex-1 basis-40 flex-wrap gap-2">
          <Button busy={sendingImage} onClick={() => picker.current?.click()}>
            {t("settings.avatar")}
          </Button>
          {me.avatarUrl ? (
            <Button kind="quiet" disabled={sendingImage} onClick={() => setAvatar(null)}>
              {t("settings.avatar.remove")}
            </Button>
          ) : null}
        </div>
      </div>
      <Field
        label={t("settings.displayName")}
        name="displayName"
        defaultValue={me.displayName}
        maxLength={60}
        error={problem?.field("displayName")}
      />
      <TextArea
        label={t("settings.bio")}
        name="bio"
        defaultValue={me.bio}
        error={problem?.field("bio")}
      />
      <LinksField initial={me.links} problem={problem} />
      <FormProblem problem={problem} />
      <Button kind="primary" type="submit" busy={busy} className="self-start">
        {t("action.save")}
      </Button>
    </form>
  );
}
