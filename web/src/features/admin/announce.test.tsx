import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { aMe } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { refuse } from "@/test/states";
import { Announce } from "./announce";

const admin = { ...aMe("root"), role: "admin" as const };

it("asks before it tells everybody, and tells once however often it is sent", async () => {
  const sent: { text: string; key: string | null }[] = [];
  let allowed = false;
  server.use(
    http.post("*/api/admin/announcements", async ({ request }) => {
      const { text } = (await request.json()) as { text: string };
      sent.push({ text, key: request.headers.get("Idempotency-Key") });
      if (!allowed) {
        return refuse(422, "validation_failed", { errors: { text: ["At most 500."] } })();
      }
      return HttpResponse.json({ id: "a1", text, createdAt: "2026-11-29T10:00:00Z" });
    }),
  );
  renderApp(<Announce />, { me: admin });
  const send = screen.getByRole("button", { name: "Tell everybody …" });
  expect(send).toBeDisabled();

  await userEvent.type(screen.getByLabelText("Announcement"), "We move on Sunday.");
  await userEvent.click(send);
  expect(sent).toEqual([]);
  const confirm = await screen.findByRole("button", { name: "Tell everybody now" });
  await userEvent.click(confirm);
  expect(await screen.findByText("At most 500.")).toBeVisible();
  allowed = true;
  await userEvent.click(confirm);

  await waitFor(() => expect(screen.getByLabelText("Announcement")).toHaveValue(""));
  expect(sent.map(({ text }) => text)).toEqual(["We move on Sunday.", "We move on Sunday."]);
  expect(sent[0]?.key).toBeTruthy();
  expect(sent[1]?.key).toBe(sent[0]?.key);
});
