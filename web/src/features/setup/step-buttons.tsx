import { Button } from "@/components/button/button";
import { useTranslator } from "@/lib/i18n/use-translator";

interface StepButtonsProps {
  busy: boolean;
  first: boolean;
  last: boolean;
  skippable: boolean;
  onBack: () => void;
  onSkip: () => void;
}

export function StepButtons({ busy, first, last, skippable, onBack, onSkip }: StepButtonsProps) {
  const { t } = useTranslator();
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button kind="primary" type="submit" busy={busy}>
        {t(last ? "setup.submit" : "setup.next")}
      </Button>
      {first ? null : (
        <Button disabled={busy} onClick={onBack}>
          {t("setup.back")}
        </Button>
      )}
      {skippable ? (
        <Button kind="quiet" onClick={onSkip} className="ms-auto">
          {t("setup.skip")}
        </Button>
      ) : null}
    </div>
  );
}
