import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import ReportSheet from "./report-sheet";

const what = { kind: "comment" as const, id: "c1", name: "@bela" };

it("asks for a reason before anything is sent", async () => {
  renderApp(<ReportSheet what={what} onClose={vi.fn()} />);
  await userEvent.click(screen.getByRole("button", { name: "Send report" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Choose what is wrong.");
});

it("sends what, why and the words, once, and says so", async () => {
  const bodies: unknown[] = [];
  let answer = () => {};
  const clickedTwice = new Promise<void>((resolve) => (answer = resolve));
  server.use(
    http.post("*/api/reports", async ({ request }) => {
      bodies.push(await request.json());
      await clickedTwice;
      return HttpResponse.json({ id: "r1" }, { status: 201 });
    }),
  );
  const close = vi.fn();
  renderApp(<ReportSheet what={what} onClose={close} />);
  await userEvent.click(screen.getByRole("radio", { name: "Spam or deception" }));
  await userEvent.type(screen.getByLabelText("In your words"), "the same link everywhere");
  const send = screen.getByRole("button", { name: "Send report" });
  await userEvent.click(send);
  await userEvent.click(send);
  answer();
  await waitFor(() => expect(close).toHaveBeenCalledOnce());
  expect(bodies).toEqual([
    { kind: "comment", id: "c1", reason: "spam", detail: "the same link everywhere" },
  ]);
  expect(await screen.findByText("Thank you. Somebody looks at it.")).toBeInTheDocument();
});

it("stays open with the words kept when the server says later", async () => {
  server.use(
    http.post("*/api/reports", () =>
      HttpResponse.json(
        { code: "too_many_requests", detail: "Too many at once." },
        { status: 429 },
      ),
    ),
  );
  const close = vi.fn();
  renderApp(<ReportSheet what={what} onClose={close} />);
  await userEvent.click(screen.getByRole("radio", { name: "Hate" }));
  await userEvent.type(screen.getByLabelText("In your words"), "look");
  await userEvent.click(screen.getByRole("button", { name: "Send report" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Too many at once");
  expect(screen.getByLabelText("In your words")).toHaveValue("look");
  expect(close).not.toHaveBeenCalled();
});
