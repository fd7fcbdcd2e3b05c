"use client";

import { Sheet } from "@/components/dialog/sheet";
import { Icon } from "@/components/icon/icon";
import type { IconName } from "@/components/icon/icon-name";
import { useToast } from "@/components/toast/toast";
import { api } from "@/lib/api/client";
import { toProblem } from "@/lib/api/problem";
import type { Video } from "@/lib/api/types";
import { cx } from "@/components/class-names";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch, useAppSelector } from "@/lib/store/hooks";
import { speedChosen } from "@/lib/store/player-slice";

interface MoreSheetProps {
  video: Video;
  hasReason: boolean;
  onWhy: () => void;
  /** The clip leaves the feed; `undo` brings the taste back. */
  onNotInterested: () => void;
  onClose: () => void;
}

const speeds = [0.5, 1, 1.5, 2];

export default function MoreSheet(props: MoreSheetProps) {
  const { video, hasReason, onWhy, onNotInterested, onClose } = props;
  const { t, number, sentence } = useTranslator();
  const dispatch = useAppDispatch();
  const speed = useAppSelector((state) => state.player.speed);
  const toast = useToast();

  async function notInterested(reason: "video" | "author") {
    onClose();
    const path = `/videos/${video.id}/not-interested`;
    try {
      await api.post(path, { reason });
      onNotInterested();
      toast({
        text: t("why.lessOfThis"),
        action: {
          label: t("action.undo"),
          run: () => void api.delete(path).catch(() => undefined),
        },
      });
    } catch (error) {
      const problem = toProblem(error);
      toast({ text: sentence({ code: problem.code, text: problem.detail }) });
    }
  }

  return (
    <Sheet title={t("clip.moreActions")} onClose={onClose}>
      <div className="flex flex-col">
        {hasReason ? <Item icon="info" label={t("why.title")} onPress={onWhy} /> : null}
        {video.viewer.own ? null : (
          <>
            <Item
              icon="eye-slash"
              label={t("why.notInterested")}
              onPress={() => void notInterested("video")}
            />
            <Item
              icon="prohibit"
              label={t("why.lessOf", { name: video.author.displayName || video.author.username })}
              onPress={() => void notInterested("author")}
            />
          </>
        )}
        <fieldset className="flex items-center gap-3 border-t border-hair py-2">
          <legend className="sr-only">{t("player.speed")}</legend>
          <Icon name="gauge" />
          {speeds.map((value) => (
            <button
              key={value}
              type="button"
              aria-pressed={speed === value}
              onClick={() => dispatch(speedChosen(value))}
              className={cx(
                "min-h-11 flex-1 rounded-control border text-15 font-semibold tabular-nums",
                speed === value ? "border-lamp bg-lamp text-on-lamp" : "border-line",
              )}
            >
              {number(value)}×
            </button>
          ))}
        </fieldset>
      </div>
    </Sheet>
  );
}

function Item({ icon, label, onPress }: { icon: IconName; label: string; onPress: () => void }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="flex min-h-12 items-center gap-3 rounded-control text-start text-17 hover:bg-hair"
    >
      <Icon name={icon} />
      {label}
    </button>
  );
}
