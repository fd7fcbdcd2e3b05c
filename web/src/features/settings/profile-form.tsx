"use client";

import { useRef } from "react";
import { Avatar } from "@/components/avatar/avatar";
import { Button } from "@/components/button/button";
import { Field, TextArea } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { api } from "@/lib/api/client";
import type { Me } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch } from "@/lib/store/hooks";
import { meChanged } from "@/lib/store/session-slice";

/** What others see of oneself. */
export function ProfileForm({ me }: { me: Me }) {
  const { t } = useTranslator();
  const dispatch = useAppDispatch();
  const toast = useToast();
  const { busy: sendingImage, act } = useAct();
  const picker = useRef<HTMLInputElement>(null);
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const { data } = await api.patch<Me>("/users/me", {
      displayName: text(form, "displayName"),
      bio: text(form, "bio"),
    });
    dispatch(meChanged(data));
    toast({ text: t("settings.saved") });
  });

  const setAvatar = (file: File | null) =>
    act(async () => {
      const { data } = file
        ? await api.put<Me>("/users/me/avatar", file, {
            headers: { "Content-Type": file.type || "application/octet-stream" },
          })
        : await api.delete<Me>("/users/me/avatar");
      dispatch(meChanged(data));
    });

  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <div className="flex items-center gap-4">
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
        <Button busy={sendingImage} onClick={() => picker.current?.click()}>
          {t("settings.avatar")}
        </Button>
        {me.avatarUrl ? (
          <Button kind="quiet" disabled={sendingImage} onClick={() => setAvatar(null)}>
            {t("settings.avatar.remove")}
          </Button>
        ) : null}
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
      <FormProblem problem={problem} />
      <Button kind="primary" type="submit" busy={busy} className="self-start">
        {t("action.save")}
      </Button>
    </form>
  );
}
