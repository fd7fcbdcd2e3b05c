import { Button } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Stands where a clip was taken away, so that nothing jumps under the viewer's finger. */
export function GoneCard({ onNext }: { onNext: () => void }) {
  const { t } = useTranslator();
  return (
    <EmptyState
      className="h-full"
      drawing="gap"
      title={t("feed.gone")}
      action={
        <Button kind="primary" onClick={onNext}>
          {t("feed.next")}
        </Button>
      }
    />
  );
}
