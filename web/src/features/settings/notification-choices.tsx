"use client";

import useSWR from "swr";
import { Button } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { Waiting } from "@/components/slit-loader/waiting";
import { useAct } from "@/components/toast/use-act";
import { api } from "@/lib/api/client";
import type { NotificationPlaces } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";

type Choices = Record<string, NotificationPlaces>;

/** What one is told of, and where. E-mail only where this place can send any. */
export function NotificationChoices() {
  const { t } = useTranslator();
  const { act } = useAct();
  const { features } = useInstance();
  const { data, error, mutate } = useSWR<Choices>("/notifications/preferences");
  const places = features.mail ? (["inApp", "email"] as const) : (["inApp"] as const);

  if (error && !data) {
    return (
      <EmptyState
        drawing="gap"
        title={t("state.error")}
        action={<Button onClick={() => void mutate()}>{t("action.retry")}</Button>}
      />
    );
  }
  if (!data) return <Waiting />;

  async function set(type: string, place: keyof NotificationPlaces, on: boolean) {
    const next = { ...data!, [type]: { ...data![type]!, [place]: on } };
    await act(() =>
      mutate(async () => (await api.put<Choices>("/notifications/preferences", next)).data, {
        optimisticData: next,
        rollbackOnError: true,
        revalidate: false,
      }),
    );
  }

  return (
    <table className="w-full text-15">
      <thead>
        <tr className="text-13 text-muted">
          <th scope="col" className="text-start font-semibold">
            {t("settings.notifications.what")}
          </th>
          {places.map((place) => (
            <th key={place} scope="col" className="w-20 font-semibold">
              {t(`settings.notifications.${place}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Object.entries(data).map(([type, choice]) => (
          <tr key={type} className="border-t border-hair">
            <th scope="row" className="py-2 text-start font-normal">
              {t(`settings.notify.${type}`)}
            </th>
            {places.map((place) => (
              <td key={place} className="text-center">
                <label className="inline-flex size-11 items-center justify-center">
                  <input
                    type="checkbox"
                    checked={choice[place]}
                    // What happens to an account is always told here.
                    disabled={type === "security" && place === "inApp"}
                    aria-label={`${t(`settings.notify.${type}`)}: ${t(`settings.notifications.${place}`)}`}
                    onChange={(event) => void set(type, place, event.currentTarget.checked)}
                    className="size-5 accent-fg"
                  />
                </label>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
