import { ResetForm } from "@/features/session/reset-form";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("auth.reset.title"), robots: { index: false } };
}

export default async function ResetPage() {
  const { t } = await serverTranslator();
  return (
    <>
      <h1 className="font-display text-28 font-extrabold tracking-display">
        {t("auth.reset.title")}
      </h1>
      <ResetForm />
    </>
  );
}
