import { notFound } from "next/navigation";
import { PageColumn } from "@/components/page-column/page-column";
import { Applicants } from "@/features/admin/applicants";
import { InstanceForm } from "@/features/admin/instance-form";
import { Invites } from "@/features/admin/invites";
import { People } from "@/features/admin/people";
import { Reports } from "@/features/admin/reports";
import { serverTranslator } from "@/lib/i18n/server";
import { getMe } from "@/lib/session-server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("admin.title") };
}

/** The server decides what admins and moderators may do; others are not shown that there is anything. */
export default async function AdminPage() {
  const [me, { t }] = await Promise.all([getMe(), serverTranslator()]);
  if (me?.role !== "admin" && me?.role !== "moderator") notFound();
  const isAdmin = me.role === "admin";
  return (
    <PageColumn title={t("admin.title")}>
      {isAdmin ? (
        <>
          <section className="flex flex-col gap-4">
            <h2 className="text-20 font-semibold">{t("admin.applicants")}</h2>
            <Applicants />
          </section>
          <section className="flex flex-col gap-4">
            <h2 className="text-20 font-semibold">{t("admin.invites")}</h2>
            <Invites />
          </section>
        </>
      ) : null}
      <section id="reports" className="flex flex-col gap-4">
        <h2 className="text-20 font-semibold">{t("admin.reports")}</h2>
        <Reports />
      </section>
      <section className="flex flex-col gap-4">
        <h2 className="text-20 font-semibold">{t("admin.people")}</h2>
        <People />
      </section>
      {isAdmin ? (
        <section className="flex flex-col gap-4">
          <h2 className="text-20 font-semibold">{t("setup.place")}</h2>
          <InstanceForm />
        </section>
      ) : null}
    </PageColumn>
  );
}
