import { ForgotForm } from "@/features/session/forgot-form";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("auth.forgot.title"), robots: { index: false } };
}

export default async function ForgotPage() {
  const { t } = await serverTranslator();
  return (
    <>
      <h1 className="font-display text-28 font-extrabold tracking-display">
        {t("auth.forgot.title")}
      </h1>
      <ForgotForm />
    </>
  );
}
