import { NothingHere } from "@/components/empty-state/nothing-here";

/** A person or a text that is not there: the shell stays around it. */
export default function SiteNotFound() {
  return (
    <div className="flex min-h-[calc(100dvh-3.5rem)] flex-col md:min-h-dvh">
      <NothingHere />
    </div>
  );
}
