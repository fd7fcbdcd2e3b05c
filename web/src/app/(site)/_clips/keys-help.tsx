"use client";

import { ChoiceSwitch } from "@/components/preferences/choice-switch";
import { Sheet } from "@/components/dialog/sheet";
import { useTranslator } from "@/lib/i18n/use-translator";

const rows: [string, string][] = [
  ["↓", "keys.next"],
  ["↑", "keys.previous"],
  ["␣", "keys.toggle"],
  ["M", "keys.mute"],
  ["L", "keys.like"],
  ["C", "keys.comments"],
  ["S", "keys.share"],
  ["?", "keys.help"],
];

export default function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslator();
  return (
    <Sheet title={t("keys.title")} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 pt-2">
        {rows.map(([key, label]) => (
          <div key={key} className="col-span-2 grid grid-cols-subgrid items-center">
            <dt>
              <kbd className="inline-flex min-h-8 min-w-8 items-center justify-center rounded-control border border-line px-2 font-sans text-15 font-semibold">
                {key}
              </kbd>
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
      <ChoiceSwitch name="shortcuts" />
    </Sheet>
  );
}
