"use client";

import { Sheet } from "@/components/dialog/sheet";
import { Icon } from "@/components/icon/icon";
import type { IconName } from "@/components/icon/icon-name";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { Video } from "@/lib/api/types";
import { cx } from "@/components/class-names";
import { useTranslator } from "@/lib/i18n/use-translator";
import { usePlayerChoice } from "@/lib/player-choices";
import { useAppDispatch, useAppSelector, useIsModerator } from "@/lib/store/hooks";
import { speedChosen } from "@/lib/store/player-slice";
import { OwnItems } from "./own-items";
import { SheetItem } from "./sheet-item";

interface MoreSheetProps {
  video: Video;
  hasReason: boolean;
  onWhy: () => void;
  onReport: () => void;
  /** Moderators take down what is not theirs. */
  onRemove: () => void;
  /** Words stand in the clip's place, or it comes back. */
  onDismissed: (dismissed: boolean) => void;
  /** The server knows: on to the next clip, or back to this one. */
  onAnswered: (dismissed: boolean) => void;
  /** Of one's own clip. */
  onEdit: () => void;
  onDeleted: () => void;
  onClose: () => void;
}

const speeds = [0.5, 1, 1.5, 2];

export default function MoreSheet(props: MoreSheetProps) {
  const { video, hasReason, onWhy, onReport, onRemove, onDismissed, onAnswered, onClose } = props;
  const { t, number } = useTranslator();
  const dispatch = useAppDispatch();
  const speed = useAppSelector((state) => state.player.speed);
  const [captions, setCaptions] = usePlayerChoice("captions");
  const [dataSaver, setDataSaver] = usePlayerChoice("dataSaver");
  const moderator = useIsModerator();
  const toast = useToast();
  const { act } = useAct();

  const notInterested = (reason: "video" | "author") =>
    act(async () => {
      onClose();
      onDismissed(true);
      const path = { id: video.id };
      try {
        await gateway.post("/videos/{id}/not-interested", { path, body: { reason } });
      } catch (error) {
        onDismissed(false);
        throw error;
      }
      onAnswered(true);
      toast({
        text: t("why.lessOfThis"),
        action: {
          label: t("action.undo"),
          run: () =>
            void act(async () => {
              await gateway.delete("/videos/{id}/not-interested", { path });
              onDismissed(false);
              onAnswered(false);
              toast({ text: t("why.undone") });
            }),
        },
      });
    });

  return (
    <Sheet title={t("clip.moreActions")} onClose={onClose}>
      <div className="flex flex-col">
        {hasReason ? <SheetItem icon="info" label={t("why.title")} onPress={onWhy} /> : null}
        {video.viewer.own ? (
          <OwnItems video={video} onEdit={props.onEdit} onDeleted={props.onDeleted} />
        ) : (
          <>
            <SheetItem
              icon="eye-slash"
              label={t("why.notInterested")}
              onPress={() => void notInterested("video")}
            />
            <SheetItem
              icon="prohibit"
              label={t("why.lessOf", { name: video.author.displayName || video.author.username })}
              onPress={() => void notInterested("author")}
            />
            <SheetItem icon="flag" label={t("report.action")} onPress={onReport} />
            {moderator ? (
              <SheetItem icon="trash" label={t("moderate.title.video")} onPress={onRemove} />
            ) : null}
          </>
        )}
        <Switch icon="gauge" label={t("player.dataSaver")} on={dataSaver} onPress={setDataSaver} />
        {video.captions.length > 0 ? (
          <Switch
            icon="closed-captioning"
            label={t("player.captions")}
            on={captions}
            onPress={setCaptions}
          />
        ) : null}
        <fieldset className="flex items-center gap-3 border-t border-hair py-2">
          <legend className="sr-only">{t("player.speed")}</legend>
          <span aria-hidden="true" className="min-w-16 text-15">
            {t("player.speed")}
          </span>
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

interface SwitchProps {
  icon: IconName;
  label: string;
  on: boolean;
  onPress: (on: boolean) => void;
}

function Switch({ icon, label, on, onPress }: SwitchProps) {
  return (
    <label className="flex min-h-12 items-center gap-3 rounded-control text-17 hover:bg-hair">
      <Icon name={icon} />
      <span className="flex-1">{label}</span>
      <input
        type="checkbox"
        role="switch"
        checked={on}
        onChange={(event) => onPress(event.currentTarget.checked)}
        className="size-5 accent-fg"
      />
    </label>
  );
}
