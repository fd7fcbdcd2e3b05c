import { screen } from "@testing-library/react";
import { http } from "msw";
import { renderPage } from "@/test/page";
import { server } from "@/test/server";
import { answer, refuse } from "@/test/states";
import JoinPage from "./page";

const path = "*/api/auth/invite";
const show = () => renderPage(() => JoinPage({ params: Promise.resolve({ code: "abc" }) }));

it("says at once that an invite is over, and leads to where another code goes", async () => {
  server.use(http.get(path, answer({ usable: false })));
  await show();
  expect(screen.getByRole("heading")).toHaveTextContent("This invite does not work any more.");
  expect(screen.queryByLabelText("Password")).toBeNull();
  expect(screen.getByRole("link", { name: "I have another code" })).toHaveAttribute(
    "href",
    "/sign-up",
  );
});

it.each([
  ["works", answer({ usable: true })],
  ["cannot be asked about now", refuse(503, "unavailable")],
])("invites whoever holds one that %s", async (_, body) => {
  server.use(http.get(path, body));
  await show();
  expect(screen.getByRole("heading")).toHaveTextContent("You are invited to Testville");
  expect(screen.getByLabelText("Password")).toBeVisible();
});
