"use client";

import { Loaded } from "@/components/load-state/loaded";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { NotificationPlaces } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";

type Choices = Record<string, NotificationPlaces>;

/** What one is told of, and where. E-mail only where this place can send any. */
export function NotificationChoices() {
  const { t } = useTranslator();
  const { act } = useAct();
  const { features } = useInstance();
  const choices = useRead(url("/notifications/preferences"));
  const places = features.mail ? (["inApp", "email"] as const) : (["inApp"] as const);

  async function set(data: Choices, type: string, place: keyof NotificationPlaces, on: boolean) {
    const next = { ...data, [type]: { ...data[type]!, [place]: on } };
    await act(() =>
      choices.mutate(gateway.put("/notifications/preferences", { body: next }), {
        optimisticData: next,
        rollbackOnError: true,
        revalidate: false,
      }),
    );
  }

  return (
    <Loaded reading={choices}>
      {(data) => (
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
                        onChange={(event) =>
                          void set(data, type, place, event.currentTarget.checked)
                        }
                        className="size-5 accent-fg"
                      />
                    </label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Loaded>
  );
}
