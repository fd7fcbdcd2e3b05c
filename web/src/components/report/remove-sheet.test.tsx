import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import { aMe } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer, refuse } from "@/test/states";
import RemoveSheet from "./remove-sheet";

const removed = vi.fn();
const close = vi.fn();
const path = "*/api/videos/v1";
const show = () =>
  renderApp(
    <RemoveSheet
      what={{ kind: "video", id: "v1", name: "@ana" }}
      onRemoved={removed}
      onClose={close}
    />,
    { me: { ...aMe(), role: "moderator" } },
  );
const send = () => userEvent.click(screen.getByRole("button", { name: "Remove this clip" }));

beforeEach(() => [removed, close].forEach((call) => call.mockReset()));

it("asks for a reason before anything is taken away", async () => {
  show();
  await send();
  expect(await screen.findByRole("alert")).toHaveTextContent("Choose what is wrong.");
});

it("stays open and keeps the reason when one may not", async () => {
  server.use(http.delete(path, refuse(403, "forbidden")));
  show();
  await userEvent.click(screen.getByRole("radio", { name: "Spam or deception" }));
  await send();
  expect(await screen.findByRole("alert")).toHaveTextContent("No: forbidden.");
  expect(screen.getByRole("radio", { name: "Spam or deception" })).toBeChecked();
  expect(removed).not.toHaveBeenCalled();
  expect(close).not.toHaveBeenCalled();
});

it.each([
  ["removes it", answer({})],
  ["is content that somebody else was faster", refuse(404, "not_found")],
])("%s, for the reason chosen", async (_, body) => {
  let reason: string | null = null;
  server.use(
    http.delete(path, ({ request }) => {
      reason = new URL(request.url).searchParams.get("reason");
      return body();
    }),
  );
  show();
  await userEvent.click(screen.getByRole("radio", { name: "Spam or deception" }));
  await send();
  await waitFor(() => expect(close).toHaveBeenCalledOnce());
  expect(removed).toHaveBeenCalledOnce();
  expect(reason).toBe("spam");
});
