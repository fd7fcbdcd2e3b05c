import { notFound } from "next/navigation";
import { PageColumn } from "@/components/page-column/page-column";
import { InstanceForm } from "@/features/admin/instance-form";
import { Invites } from "@/features/admin/invites";
import { serverTranslator } from "@/lib/i18n/server";
import { getMe } from "@/lib/session-server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("admin.title") };
}

/** The server decides what an admin may do; others are not shown that there is anything. */
export default async function AdminPage() {
  const [me, { t }] = await Promise.all([getMe(), serverTranslator()]);
  if (me?.role !== "admin") notFound();
  return (
    <PageColumn title={t("admin.title")}>
      <section className="flex flex-col gap-4">
        <h2 className="text-20 font-semibold">{t("admin.invites")}</h2>
        <Invites />
      </section>
      <section className="flex flex-col gap-4">
        <h2 className="text-20 font-semibold">{t("setup.place")}</h2>
        <InstanceForm />
      </section>
    </PageColumn>
  );
}
