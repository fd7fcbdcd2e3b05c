import { fireEvent, screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { LogInForm } from "./log-in-form";

function problem(code: string) {
  return HttpResponse.json({ status: 401, code, title: "Sign in first" }, { status: 401 });
}

it("asks for a code once the password was right, and keeps what was typed", async () => {
  const sent: unknown[] = [];
  server.use(
    http.post("*/api/auth/login", async ({ request }) => {
      const body = (await request.json()) as { code?: string };
      sent.push(body.code);
      if (!body.code) return problem("two_factor_required");
      if (body.code !== "123456") return problem("invalid_code");
      return HttpResponse.json({ user: { id: "1", username: "ana" }, expiresIn: 900 });
    }),
  );
  const done = vi.fn();
  renderApp(<LogInForm onDone={done} />);
  expect(screen.queryByLabelText("Code")).toBeNull();
  fireEvent.change(screen.getByLabelText("Username or e-mail"), { target: { value: "ana" } });
  fireEvent.change(screen.getByLabelText("Password"), { target: { value: "a long password" } });
  fireEvent.click(screen.getByRole("button", { name: "Log in" }));

  fireEvent.change(await screen.findByLabelText("Code"), { target: { value: "000000" } });
  fireEvent.click(screen.getByRole("button", { name: "Log in" }));
  expect(await screen.findByText(/not right, or it has been used/)).toBeVisible();
  expect(screen.getByLabelText("Password")).toHaveValue("a long password");

  fireEvent.change(screen.getByLabelText("Code"), { target: { value: "123456" } });
  fireEvent.click(screen.getByRole("button", { name: "Log in" }));
  await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
  expect(sent).toEqual([undefined, "000000", "123456"]);
});

it("offers a way back without the password", () => {
  renderApp(<LogInForm onDone={vi.fn()} />);
  expect(screen.getByRole("link", { name: "Forgot your password?" })).toHaveAttribute(
    "href",
    "/forgot",
  );
});

it("keeps the code where the line fails", async () => {
  const answers = [problem("two_factor_required"), HttpResponse.error()];
  server.use(http.post("*/api/auth/login", () => answers.shift()!));
  renderApp(<LogInForm onDone={vi.fn()} />);
  for (const label of ["Username or e-mail", "Password"])
    fireEvent.change(screen.getByLabelText(label), { target: { value: "something" } });
  fireEvent.click(screen.getByRole("button", { name: "Log in" }));
  fireEvent.change(await screen.findByLabelText("Code"), { target: { value: "123456" } });
  fireEvent.click(screen.getByRole("button", { name: "Log in" }));
  expect(await screen.findByRole("alert")).toBeVisible();
  expect(screen.getByLabelText("Code")).toHaveValue("123456");
});
