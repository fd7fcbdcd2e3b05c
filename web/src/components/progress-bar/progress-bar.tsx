/** 24 slits, lit as far as something has come. */
export function ProgressBar({ percent, label }: { percent: number; label: string }) {
  const lit = Math.round((percent / 100) * 24);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="flex h-3 gap-0.5"
    >
      {Array.from({ length: 24 }, (_, index) => (
        <span key={index} className={index < lit ? "flex-1 bg-lamp" : "flex-1 bg-hair"} />
      ))}
    </div>
  );
}
