import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import type { FiledReport } from "@/lib/api/types";
import { aMe, aUser } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { Reports } from "./reports";

const me = { ...aMe(), role: "moderator" as const };

function aReport(id: string, change: Partial<FiledReport> = {}): FiledReport {
  return {
    id,
    kind: "comment",
    targetId: `target-${id}`,
    url: "/v/abc?comment=1",
    author: aUser("bela"),
    text: "Buy my watches",
    poster: null,
    reason: "spam",
    detail: "the same everywhere",
    reporter: aUser("cleo"),
    createdAt: "2026-11-01T10:00:00Z",
    state: "open",
    closedBy: null,
    closedAt: null,
    openOfTarget: 2,
    ...change,
  };
}

/** The queue as the server keeps it; every change sent to it is remembered. */
function queue(reports: FiledReport[]) {
  const sent: string[] = [];
  server.use(
    http.get("*/api/reports", ({ request }) => {
      const open = new URL(request.url).searchParams.get("state") === "open";
      return HttpResponse.json({
        items: reports.filter(({ state }) => (state === "open") === open),
        nextCursor: null,
      });
    }),
    http.put<{ id: string }, Pick<FiledReport, "state">>(
      "*/api/reports/:id",
      async ({ params, request }) => {
        const { state } = await request.json();
        sent.push(`${params.id} ${state}`);
        const report = reports.find(({ id }) => id === params.id)!;
        Object.assign(report, { state, closedBy: aUser("me"), closedAt: "2026-11-02T10:00:00Z" });
        return HttpResponse.json(report);
      },
    ),
    http.delete("*/api/comments/:id", ({ params, request }) => {
      sent.push(`removed ${String(params.id)} ${new URL(request.url).search}`);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  return sent;
}

it("says what was reported, why, by whom, and how often", async () => {
  queue([aReport("r1")]);
  renderApp(<Reports />, { me });
  const row = within(await screen.findByRole("listitem"));
  expect(row.getByText("A comment by @bela")).toBeVisible();
  expect(row.getByText("Buy my watches")).toBeVisible();
  expect(row.getByText("Spam or deception")).toBeVisible();
  expect(row.getByText(/reported by @cleo/)).toBeVisible();
  expect(row.getByText("2 reports of it")).toBeVisible();
  expect(row.getByRole("link", { name: "Look at it" })).toHaveAttribute("href", "/v/abc?comment=1");
});

it("shows what several people say of the same thing in one row", async () => {
  const same = { targetId: "one" };
  queue([
    aReport("r1", same),
    aReport("r2"),
    aReport("r3", { ...same, reason: "hate", detail: "awful", reporter: aUser("dora") }),
  ]);
  renderApp(<Reports />, { me });
  const rows = await screen.findAllByRole("listitem");
  expect(rows).toHaveLength(2);
  const row = within(rows[0]!);
  expect(row.getByText("Spam or deception")).toBeVisible();
  expect(row.getByText("Hate")).toBeVisible();
  expect(row.getByText("awful")).toBeVisible();
  expect(row.getByText(/reported by @dora/)).toBeVisible();
  expect(row.getAllByRole("button", { name: "Let it be" })).toHaveLength(1);
});

it("lets it be, and takes that back", async () => {
  const sent = queue([aReport("r1")]);
  renderApp(<Reports />, { me });
  await userEvent.click(await screen.findByRole("button", { name: "Let it be" }));
  expect(await screen.findByText("Nobody has reported anything.")).toBeVisible();
  await userEvent.click(await screen.findByText("Undo"));
  expect(await screen.findByText("Buy my watches")).toBeVisible();
  expect(sent).toEqual(["r1 dismissed", "r1 open"]);
});

it("takes it away only with a reason, and then the report is done", async () => {
  const sent = queue([aReport("r1")]);
  renderApp(<Reports />, { me });
  await userEvent.click(await screen.findByRole("button", { name: "Remove" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Remove this comment" }));
  await userEvent.click(sheet.getByRole("button", { name: "Remove this comment" }));
  expect(await sheet.findByRole("alert")).toHaveTextContent("Choose what is wrong.");
  expect(sent).toEqual([]);
  await userEvent.click(sheet.getByRole("radio", { name: "Hate" }));
  await userEvent.click(sheet.getByRole("button", { name: "Remove this comment" }));
  await waitFor(() => expect(sent).toEqual(["removed target-r1 ?reason=hate", "r1 resolved"]));
  expect(await screen.findByText("The comment is gone")).toBeInTheDocument();
});

it("stays open with the choice kept when the server says no", async () => {
  queue([aReport("r1")]);
  server.use(
    http.delete("*/api/comments/:id", () =>
      HttpResponse.json({ code: "unavailable", detail: "Try again later." }, { status: 503 }),
    ),
  );
  renderApp(<Reports />, { me });
  await userEvent.click(await screen.findByRole("button", { name: "Remove" }));
  const sheet = within(await screen.findByRole("dialog"));
  await userEvent.click(sheet.getByRole("radio", { name: "Hate" }));
  await userEvent.click(sheet.getByRole("button", { name: "Remove this comment" }));
  expect(await sheet.findByRole("alert")).toBeVisible();
  expect(sheet.getByRole("radio", { name: "Hate" })).toBeChecked();
});

it("shows what was decided, and decides again", async () => {
  const sent = queue([
    aReport("r1", {
      state: "dismissed",
      closedBy: aUser("greta"),
      closedAt: "2026-11-02T10:00:00Z",
    }),
  ]);
  renderApp(<Reports />, { me });
  await screen.findByText("Nobody has reported anything.");
  await userEvent.selectOptions(screen.getByLabelText("Show"), "Decided");
  expect(await screen.findByText(/^Let be by @greta/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Decide again" }));
  expect(await screen.findByText("Nothing has been decided yet.")).toBeVisible();
  expect(sent).toEqual(["r1 open"]);
});

it("says in words when the queue cannot be read", async () => {
  server.use(
    http.get("*/api/reports", () =>
      HttpResponse.json({ code: "unavailable", detail: "Try again later." }, { status: 503 }),
    ),
  );
  renderApp(<Reports />, { me });
  expect(await screen.findByRole("button", { name: "Try again" })).toBeVisible();
});
