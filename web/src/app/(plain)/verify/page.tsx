import { VerifyEmail } from "@/features/session/verify-email";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("auth.verify.title"), robots: { index: false } };
}

export default async function VerifyPage() {
  const { t } = await serverTranslator();
  return (
    <>
      <h1 className="font-display text-28 font-extrabold tracking-display">
        {t("auth.verify.title")}
      </h1>
      <VerifyEmail />
    </>
  );
}
