import { useTranslator } from "@/lib/i18n/use-translator";

interface ProfileCountProps {
  value: number;
  label: string;
  onOpen?: () => void;
}

export function ProfileCount({ value, label, onOpen }: ProfileCountProps) {
  const { count } = useTranslator();
  const content = (
    <>
      <span className="font-semibold tabular-nums">{count(value)}</span>{" "}
      <span className="text-muted">{label}</span>
    </>
  );
  return onOpen ? (
    <button type="button" onClick={onOpen} className="min-h-11 hover:underline">
      {content}
    </button>
  ) : (
    <span className="inline-flex min-h-11 items-center gap-1">{content}</span>
  );
}
