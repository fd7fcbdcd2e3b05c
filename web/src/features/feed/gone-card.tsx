import { Button } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { useTranslator } from "@/lib/i18n/use-translator";

interface GoneCardProps {
  /** The viewer sent it away themselves. */
  dismissed?: boolean;
  onNext: () => void;
}

/** Stands where a clip was taken away, so that nothing jumps under the viewer's finger. */
export function GoneCard({ dismissed, onNext }: GoneCardProps) {
  const { t } = useTranslator();
  return (
    <EmptyState
      className="h-full"
      drawing="gap"
      title={t(dismissed ? "feed.dismissed" : "feed.gone")}
      action={
        <Button kind="primary" onClick={onNext}>
          {t("feed.next")}
        </Button>
      }
    />
  );
}
