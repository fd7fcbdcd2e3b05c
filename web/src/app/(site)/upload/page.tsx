import { Studio } from "@/features/upload/studio";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("nav.upload") };
}

export default function UploadPage() {
  return <Studio />;
}
