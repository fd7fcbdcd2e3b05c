import Link from "next/link";
import { buttonClass } from "@/components/button/button";
import { NeedsAccount } from "@/components/needs-account/needs-account";
import { PageColumn } from "@/components/page-column/page-column";
import { MyClips } from "@/features/studio/my-clips";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("studio.title") };
}

export default async function StudioPage() {
  const { t } = await serverTranslator();
  return (
    <PageColumn title={t("studio.title")} wide>
      <NeedsAccount why={t("studio.signedOut")}>
        <div className="flex flex-wrap gap-2">
          <Link href="/upload" className={buttonClass("primary")}>
            {t("nav.upload")}
          </Link>
          <Link href="/studio/statistics" className={buttonClass("secondary")}>
            {t("statistics.title")}
          </Link>
        </div>
        <MyClips />
      </NeedsAccount>
    </PageColumn>
  );
}
