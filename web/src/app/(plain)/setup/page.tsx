import { Setup } from "@/features/setup/setup";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("setup.title"), robots: { index: false } };
}

export default function SetupPage() {
  return <Setup />;
}
