import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { instance, renderApp } from "@/test/render";
import { server } from "@/test/server";
import { never, refuse, waitLong } from "@/test/states";
import { ForgotForm } from "./forgot-form";
import { ResetForm } from "./reset-form";
import { VerifyEmail } from "./verify-email";

const done = () => new HttpResponse(null, { status: 204 });
const badLink = refuse(422, "invalid", { errors: { token: ["This link has run out."] } });

afterEach(() => {
  window.location.hash = "";
});

describe("confirming an address", () => {
  const path = "*/api/auth/email/verify";
  const show = (token = "secret") => {
    window.location.hash = token;
    return renderApp(<VerifyEmail />);
  };

  it("needs the whole link", () => {
    show("");
    expect(screen.getByRole("alert")).toHaveTextContent("This link is not complete.");
  });

  it("says why a link does not hold, without another try", async () => {
    server.use(http.post(path, badLink));
    show();
    expect(await screen.findByText("This link has run out.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  });

  it("tries again when the line failed", async () => {
    const tokens: unknown[] = [];
    let fail = true;
    server.use(
      http.post(path, async ({ request }) => {
        tokens.push(((await request.json()) as { token: string }).token);
        return fail ? HttpResponse.error() : done();
      }),
    );
    show();
    const again = await screen.findByRole("button", { name: "Try again" });
    fail = false;
    await userEvent.click(again);
    expect(await screen.findByText("Your address is confirmed.")).toBeVisible();
    expect(tokens).toEqual(["secret", "secret"]);
  });

  it("says when it is slow", () => {
    server.use(http.post(path, never));
    waitLong(show);
    expect(screen.getByText(/Still loading/)).toBeVisible();
  });
});

describe("a new password", () => {
  const path = "*/api/auth/password/reset";
  const show = (token = "secret") => {
    window.location.hash = token;
    return renderApp(<ResetForm />);
  };
  const send = async (password = "long enough") => {
    await userEvent.type(screen.getByLabelText("New password"), password);
    await userEvent.click(screen.getByRole("button", { name: "Set the password" }));
  };

  it.each([
    ["is cut off", ""],
    ["has run out", "secret"],
  ])("asks for a new link where this one %s", async (_, token) => {
    server.use(http.post(path, badLink));
    show(token);
    if (token) await send();
    expect(await screen.findByRole("alert")).toHaveTextContent(/This link/);
    expect(screen.getByRole("link", { name: "Send the link" })).toHaveAttribute("href", "/forgot");
  });

  it("keeps what was typed when it fails, then says that it is set", async () => {
    let body = refuse(422, "invalid", { errors: { password: ["Too easy to guess."] } });
    server.use(http.post(path, () => body()));
    show();
    await send();
    expect(await screen.findByText("Too easy to guess.")).toBeVisible();
    expect(screen.getByLabelText("New password")).toHaveValue("long enough");
    body = refuse(503, "unavailable");
    await userEvent.click(screen.getByRole("button", { name: "Set the password" }));
    expect(await screen.findByText("No: unavailable.")).toBeVisible();
    body = done as never;
    await userEvent.click(screen.getByRole("button", { name: "Set the password" }));
    expect(await screen.findByText(/Every device is logged out/)).toBeVisible();
  });

  it("is sent once while the answer is on its way", async () => {
    server.use(http.post(path, never));
    show();
    await send();
    expect(screen.getByRole("button", { name: "Set the password" })).toBeDisabled();
  });
});

describe("asking for a link", () => {
  const path = "*/api/auth/password/forgot";
  const send = async () => {
    await userEvent.type(screen.getByLabelText("E-mail"), "ana@example.org");
    await userEvent.click(screen.getByRole("button", { name: "Send the link" }));
  };

  it("says what went wrong and keeps the address", async () => {
    server.use(http.post(path, refuse(429, "too_many")));
    renderApp(<ForgotForm />);
    await send();
    expect(await screen.findByRole("alert")).toHaveTextContent("No: too_many.");
    expect(screen.getByLabelText("E-mail")).toHaveValue("ana@example.org");
  });

  it("says where no mail goes out whom to ask", async () => {
    server.use(http.post(path, done));
    renderApp(<ForgotForm />, { instance: { ...instance, contact: "root@example.org" } });
    await send();
    expect(await screen.findByText(/If ana@example.org belongs to an account/)).toBeVisible();
    expect(screen.getByText(/root@example.org/)).toBeVisible();
  });
});
