import { Button } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Everything new has been seen; what follows has been seen before. */
export function CaughtUpCard({ onNext }: { onNext: () => void }) {
  const { t } = useTranslator();
  return (
    <EmptyState
      className="h-full"
      drawing="spark"
      title={t("feed.caughtUpAgain")}
      action={
        <Button kind="primary" onClick={onNext}>
          {t("feed.watchAgain")}
        </Button>
      }
    />
  );
}
