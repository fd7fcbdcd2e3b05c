import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { aMe } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { TwoFactor } from "./two-factor";

const right = "correct horse";

/** Answers as the server does, to whoever sends the right password. */
function guarded(method: "post" | "delete", path: string, answer: object | null) {
  server.use(
    http[method](`*/api${path}`, async ({ request }) => {
      const { password } = (await request.json()) as { password?: string };
      if (password !== right) {
        return HttpResponse.json(
          {
            code: "validation_failed",
            errors: { password: ["The password is wrong."] },
          },
          { status: 422 },
        );
      }
      return answer ? HttpResponse.json(answer) : new HttpResponse(null, { status: 204 });
    }),
  );
}

it("asks for the password before it shows a secret, and again when it was wrong", async () => {
  guarded("post", "/auth/totp", { secret: "ABCDEF", uri: "otpauth://totp/x?secret=ABCDEF" });
  renderApp(<TwoFactor me={aMe()} />);
  await userEvent.click(screen.getByRole("button", { name: "Set it up" }));
  const password = screen.getByLabelText("Password");
  expect(password).toHaveFocus();
  await userEvent.type(password, "a guess{Enter}");
  await waitFor(() => expect(password).toBeInvalid());
  await userEvent.clear(password);
  await userEvent.type(password, `${right}{Enter}`);
  expect(await screen.findByRole("textbox", { name: "Secret for the app" })).toHaveValue("ABCDEF");
});

it("asks for the password before it makes new recovery codes", async () => {
  guarded("post", "/auth/totp/recovery", { recoveryCodes: ["aaaa-bbbb"] });
  renderApp(<TwoFactor me={{ ...aMe(), twoFactor: true }} />);
  await userEvent.click(screen.getByRole("button", { name: "Make new recovery codes" }));
  await userEvent.type(screen.getByLabelText("Password"), `${right}{Enter}`);
  expect(await screen.findByText("aaaa-bbbb")).toBeInTheDocument();
});

it("turns off with the password, or not at all", async () => {
  guarded("delete", "/auth/totp", null);
  const me = { ...aMe(), twoFactor: true };
  const { store } = renderApp(<TwoFactor me={me} />, { me });
  await userEvent.click(screen.getByRole("button", { name: "Turn it off" }));
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(screen.queryByLabelText("Password")).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Turn it off" }));
  await userEvent.type(screen.getByLabelText("Password"), `${right}{Enter}`);
  await waitFor(() => expect(store.getState().session.me?.twoFactor).toBe(false));
});
