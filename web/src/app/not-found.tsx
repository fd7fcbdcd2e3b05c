import { NothingHere } from "@/components/empty-state/nothing-here";
import { Wordmark } from "@/components/wordmark/wordmark";
import { getInstance } from "@/lib/instance/server";

/** An address that leads nowhere at all, outside the shell. */
export default async function NotFound() {
  const instance = await getInstance();
  return (
    <main className="flex min-h-dvh flex-col">
      <div className="p-4">
        <Wordmark name={instance.name} icon={instance.icon} />
      </div>
      <NothingHere />
    </main>
  );
}
