import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import type { Applicant, Instance, Invite, ManagedUser } from "@/lib/api/types";
import { aMe, aUser } from "@/test/fixtures";
import { instance, renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer, itTellsHowItGoes, listOf, refuse } from "@/test/states";
import { Applicants } from "./applicants";
import { InstanceForm } from "./instance-form";
import { Invites } from "./invites";
import { People } from "./people";
import { Reports } from "./reports";

const admin = { ...aMe("root"), role: "admin" as const };
const at = "2026-11-01T10:00:00Z";
const person: ManagedUser = {
  ...aUser("bela"),
  email: "bela@example.org",
  emailVerified: true,
  role: "user",
  createdAt: at,
  suspended: false,
  deletionAt: null,
};
const applicant: Applicant = { ...aUser("cora"), email: "cora@example.org", createdAt: at };
const invite = { code: "abc", url: "http://localhost:3000/join/abc", uses: 1 } as Invite;

itTellsHowItGoes("instance", {
  path: "*/api/admin/instance",
  draw: () => renderApp(<InstanceForm />, { me: admin }),
  full: instance,
  shows: "Save",
});

itTellsHowItGoes("invites", {
  path: "*/api/admin/invites",
  draw: () => renderApp(<Invites />, { me: admin }),
  full: listOf(invite),
  shows: "For 1 more person",
  empty: { answer: listOf(), words: "No invites are open." },
});

itTellsHowItGoes("applicants", {
  path: "*/api/admin/applicants",
  draw: () => renderApp(<Applicants />, { me: admin }),
  full: listOf(applicant),
  shows: /cora@example/,
  empty: { answer: listOf(), words: "Nobody is waiting." },
});

itTellsHowItGoes("people", {
  path: "*/api/admin/users",
  draw: () => renderApp(<People />, { me: admin }),
  full: listOf(person),
  shows: /bela@example/,
  empty: { answer: listOf(), words: "None of these are here." },
});

itTellsHowItGoes("reports", {
  path: "*/api/reports",
  draw: () => renderApp(<Reports />, { me: admin }),
  full: listOf(),
  shows: "Nobody has reported anything.",
});

it("reports: says when they are not for oneself to see", async () => {
  server.use(http.get("*/api/reports", refuse(403, "forbidden")));
  renderApp(<Reports />, { me: aMe() });
  expect(await screen.findByText("No: forbidden.")).toBeVisible();
});

it("keeps what was typed when the place's new settings are refused, and marks the field", async () => {
  server.use(
    http.get("*/api/admin/instance", answer(instance)),
    http.put(
      "*/api/admin/instance",
      refuse(422, "invalid", { errors: { accent: ["Write it as #FFC53D."] } }),
    ),
  );
  renderApp(<InstanceForm />, { me: admin });
  const accent = await screen.findByLabelText("Accent colour");
  await userEvent.type(accent, "yellow");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Write it as #FFC53D.")).toBeVisible();
  expect(accent).toHaveValue("yellow");
  expect(accent).toHaveFocus();
});

it("changes the icon at once, and legal texts and the minimum age with the form", async () => {
  let place: Instance = instance;
  let sent: unknown;
  server.use(
    http.get("*/api/admin/instance", () => HttpResponse.json(place)),
    http.put("*/api/admin/instance/icon", () => {
      place = { ...place, icon: "/media/instance/a/192.png" };
      return HttpResponse.json(place);
    }),
    http.delete("*/api/admin/instance/icon", () => {
      place = { ...place, icon: null };
      return HttpResponse.json(place);
    }),
    http.put("*/api/admin/instance", async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json(place);
    }),
  );
  renderApp(<InstanceForm />, { me: admin });
  await userEvent.upload(
    await screen.findByLabelText("Choose a picture"),
    new File(["x"], "icon.png", { type: "image/png" }),
  );
  await userEvent.click(await screen.findByRole("button", { name: "Remove the icon" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Remove the icon" })).toBeNull());
  await userEvent.type(screen.getByLabelText("Privacy"), "https://example.org/privacy");
  await userEvent.clear(screen.getByLabelText("Minimum age"));
  await userEvent.type(screen.getByLabelText("Minimum age"), "18");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(sent).toMatchObject({
      minimumAge: 18,
      legal: { terms: "", privacy: "https://example.org/privacy", imprint: "" },
    }),
  );
});

it("makes an invite, and says why it could not", async () => {
  let items: Invite[] = [];
  let allowed = false;
  server.use(
    http.get("*/api/admin/invites", () => HttpResponse.json(listOf(...items))),
    http.post("*/api/admin/invites", () => {
      if (!allowed) return refuse(409, "too_many_invites")();
      items = [invite];
      return HttpResponse.json(invite);
    }),
  );
  renderApp(<Invites />, { me: admin });
  const make = await screen.findByRole("button", { name: "Invite one person" });
  await userEvent.click(make);
  expect(await screen.findByText("No: too_many_invites.")).toBeInTheDocument();
  allowed = true;
  await userEvent.click(make);
  expect(await screen.findByDisplayValue(invite.url)).toBeVisible();
});

it("gives nobody a role without being an admin, nor oneself another one", async () => {
  server.use(http.get("*/api/admin/users", answer(listOf(person, { ...person, ...admin }))));
  const asAdmin = renderApp(<People />, { me: admin });
  expect(await screen.findByLabelText(/role.*bela/i)).toBeEnabled();
  expect(screen.getByLabelText(/role.*root/i)).toBeDisabled();
  asAdmin.unmount();
  renderApp(<People />, { me: { ...admin, id: "other", role: "moderator" } });
  await waitFor(() => expect(screen.getByText("@bela")).toBeVisible());
  expect(screen.queryByLabelText(/role.*bela/i)).toBeNull();
});

it("gives a role when asked to, not while one passes by it", async () => {
  let role: ManagedUser["role"] = "user";
  const given: unknown[] = [];
  server.use(
    http.get("*/api/admin/users", () => HttpResponse.json(listOf({ ...person, role }))),
    http.put("*/api/admin/users/:id/role", async ({ request }) => {
      const body = (await request.json()) as { role: ManagedUser["role"] };
      given.push(body);
      ({ role } = body);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  renderApp(<People />, { me: admin });
  const select = () => screen.getByLabelText("Role of bela");
  const change = () => screen.queryByRole("button", { name: "Change the role of bela" });
  await screen.findByLabelText("Role of bela");
  expect(change()).toBeNull();
  await userEvent.selectOptions(select(), "admin");
  await userEvent.selectOptions(select(), "moderator");
  await userEvent.click(change()!);
  await waitFor(() => expect(change()).toBeNull());
  expect(given).toEqual([{ role: "moderator" }]);
  expect(select()).toHaveValue("moderator");
});

it("leads on where nobody is found or waits", async () => {
  server.use(
    http.get("*/api/admin/users", ({ request }) =>
      HttpResponse.json(listOf(...(new URL(request.url).searchParams.get("q") ? [] : [person]))),
    ),
    http.get("*/api/admin/applicants", answer(listOf())),
  );
  const { unmount } = renderApp(<People />, { me: admin });
  await userEvent.type(screen.getByLabelText("Name or address"), "zoe");
  expect(await screen.findByText("Nobody by that name.")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Show everybody" }));
  expect(await screen.findByText("@bela")).toBeVisible();
  unmount();
  renderApp(<Applicants />, { me: admin });
  expect(await screen.findByRole("link", { name: "Invite somebody" })).toHaveAttribute(
    "href",
    "/admin?part=invites",
  );
});
