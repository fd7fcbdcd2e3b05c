import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { instance, renderApp } from "@/test/render";
import { server } from "@/test/server";
import { SignUpForm } from "./sign-up-form";

const available = http.get("*/api/auth/available", () => HttpResponse.json({ available: true }));

it("keeps what was typed and says at the field what is wrong", async () => {
  server.use(
    available,
    http.post("*/api/auth/register", () =>
      HttpResponse.json(
        {
          status: 422,
          code: "validation_failed",
          title: "Not valid",
          errors: { password: ["This password is too common."] },
        },
        { status: 422 },
      ),
    ),
  );
  const done = vi.fn();
  renderApp(<SignUpForm invite="abc" onDone={done} />);
  await userEvent.type(screen.getByLabelText("Username"), "ana");
  await userEvent.type(screen.getByLabelText("E-mail"), "ana@example.org");
  await userEvent.type(screen.getByLabelText("Password"), "password");
  await userEvent.click(screen.getByRole("button", { name: "Sign up" }));

  expect(await screen.findByText("This password is too common.")).toBeVisible();
  expect(screen.getByLabelText("Username")).toHaveValue("ana");
  expect(screen.getByLabelText("Password")).toHaveFocus();
  expect(done).not.toHaveBeenCalled();
});

it("says while typing that a name is taken", async () => {
  server.use(
    http.get("*/api/auth/available", () =>
      HttpResponse.json({ available: false, reason: "taken" }),
    ),
  );
  renderApp(<SignUpForm invite="abc" onDone={vi.fn()} />);
  await userEvent.type(screen.getByLabelText("Username"), "ana");
  expect(await screen.findByText("This name is taken.")).toBeVisible();
});

it("asks for an invite where the place needs one, and says so where it takes nobody", () => {
  const { unmount } = renderApp(<SignUpForm onDone={vi.fn()} />, {
    instance: { ...instance, registration: "invite" },
  });
  expect(screen.getByLabelText("Invite code")).toBeRequired();
  unmount();
  renderApp(<SignUpForm onDone={vi.fn()} />, {
    instance: { ...instance, registration: "closed" },
  });
  expect(screen.queryByRole("button")).toBeNull();
});
