import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import { aMe } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer } from "@/test/states";
import { LeavingLine } from "./leaving-line";

const leaving = { ...aMe(), deletionAt: "2026-12-24T10:00:00Z" };

it("tells whoever comes back when their account goes, and keeps it", async () => {
  server.use(http.post("*/api/users/me/restore", answer(aMe())));
  renderApp(<LeavingLine />, { me: leaving });
  expect(screen.getByText(/will be deleted on Dec 24, 2026/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Keep my account" }));
  expect(await screen.findByText("Your account is back.")).toBeInTheDocument();
  expect(screen.queryByText(/will be deleted/)).toBeNull();
});

it("can be put away, and is not there for others", async () => {
  const view = renderApp(<LeavingLine />, { me: leaving });
  await userEvent.click(screen.getByRole("button", { name: "Put this away for now" }));
  expect(screen.queryByText(/will be deleted/)).toBeNull();
  view.unmount();
  renderApp(<LeavingLine />, { me: aMe() });
  expect(screen.queryByText(/will be deleted/)).toBeNull();
});
