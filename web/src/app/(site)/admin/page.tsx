import { notFound } from "next/navigation";
import { PageProblem } from "@/components/load-state/page-problem";
import { PageColumn } from "@/components/page-column/page-column";
import { SectionNav } from "@/components/section-nav/section-nav";
import { Announce } from "@/features/admin/announce";
import { Applicants } from "@/features/admin/applicants";
import { InstanceForm } from "@/features/admin/instance-form";
import { Invites } from "@/features/admin/invites";
import { People } from "@/features/admin/people";
import { Reports } from "@/features/admin/reports";
import { serverTranslator } from "@/lib/i18n/server";
import { getViewer } from "@/lib/session-server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("admin.title") };
}

const parts = [
  { name: "reports", title: "admin.reports", Part: Reports, forAdmins: false },
  { name: "people", title: "admin.people", Part: People, forAdmins: false },
  { name: "applicants", title: "admin.applicants", Part: Applicants, forAdmins: true },
  { name: "invites", title: "admin.invites", Part: Invites, forAdmins: true },
  { name: "announce", title: "admin.announce", Part: Announce, forAdmins: true },
  { name: "place", title: "admin.settings", Part: InstanceForm, forAdmins: true },
];

interface Props {
  searchParams: Promise<{ part?: string | string[] }>;
}

/** The server decides what admins and moderators may do; others are not shown that there is anything. */
export default async function AdminPage({ searchParams }: Props) {
  const [{ me, problem }, { t }, { part }] = await Promise.all([
    getViewer(),
    serverTranslator(),
    searchParams,
  ]);
  if (problem) return <PageProblem className="min-h-dvh" problem={problem} />;
  if (me?.role !== "admin" && me?.role !== "moderator") notFound();
  const shown = parts.filter(({ forAdmins }) => !forAdmins || me.role === "admin");
  const here = shown.find(({ name }) => name === part) ?? shown[0]!;
  return (
    <PageColumn title={t("admin.title")}>
      <SectionNav
        label={t("admin.sections")}
        sections={shown.map((section) => ({
          href: section === shown[0] ? "/admin" : `/admin?part=${section.name}`,
          label: t(section.title),
          here: section === here,
        }))}
      />
      <section className="flex flex-col gap-4">
        <h2 className="text-20 font-semibold">{t(here.title)}</h2>
        <here.Part />
      </section>
    </PageColumn>
  );
}
