import { NeedsAccount } from "@/components/needs-account/needs-account";
import { PageColumn } from "@/components/page-column/page-column";
import { Inbox } from "@/features/inbox/inbox";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("nav.inbox") };
}

export default async function InboxPage() {
  const { t } = await serverTranslator();
  return (
    <PageColumn title={t("nav.inbox")}>
      <NeedsAccount why={t("inbox.signedOut")}>
        <Inbox />
      </NeedsAccount>
    </PageColumn>
  );
}
