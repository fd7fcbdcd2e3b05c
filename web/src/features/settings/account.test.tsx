import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import type { Me } from "@/lib/api/types";
import { useMe } from "@/lib/store/hooks";
import { aMe } from "@/test/fixtures";
import { instance, renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer, never, refuse } from "@/test/states";
import { EmailForm } from "./email-form";
import { PasskeyList } from "./passkey-list";
import { PasswordForm } from "./password-form";
import { PrivacyChoices } from "./privacy-choices";
import { ProfileForm } from "./profile-form";
import { Settings } from "./settings";
import { TwoFactor } from "./two-factor";
import { YourData } from "./your-data";

const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));
const type = (label: string, words: string) => userEvent.type(screen.getByLabelText(label), words);

/** With the person as the store knows them, so that what changes is seen. */
function Mine({ part: Part }: { part: (props: { me: Me }) => React.ReactNode }) {
  const me = useMe();
  return me ? <Part me={me} /> : null;
}
const show = (part: (props: { me: Me }) => React.ReactNode, change: Partial<Me> = {}) =>
  renderApp(<Mine part={part} />, {
    me: { ...aMe(), ...change },
    instance: { ...instance, features: { mail: true, passkeys: true } },
  });

describe("two-factor sign-in", () => {
  const begun = { secret: "ABCD", uri: "otpauth://totp/x?secret=ABCD" };

  /** What asks for the password first. */
  async function confirmed(action: string) {
    await press(action);
    await type("Password", "correct horse");
    await press(action);
  }

  it("says when it cannot begin", async () => {
    server.use(http.post("*/api/auth/totp", refuse(503, "unavailable")));
    show(TwoFactor);
    await confirmed("Set it up");
    expect(await screen.findByText("No: unavailable.")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Set it up" })).toBeEnabled();
  });

  it("marks a wrong code, and is on only with the recovery codes shown", async () => {
    let body = refuse(422, "invalid", { errors: { code: ["This code does not hold."] } });
    server.use(
      http.post("*/api/auth/totp", answer(begun)),
      http.put("*/api/auth/totp", () => body()),
    );
    const { store } = show(TwoFactor);
    await confirmed("Set it up");
    await waitFor(() => expect(screen.getByDisplayValue("ABCD")).toBeVisible());
    await type("Code", "000000");
    await press("Turn it on");
    expect(await screen.findByText("This code does not hold.")).toBeVisible();
    expect(store.getState().session.me?.twoFactor).toBe(false);
    body = answer({ recoveryCodes: ["aaaa-bbbb"] });
    await press("Turn it on");
    expect(await screen.findByText(/aaaa-bbbb/)).toBeVisible();
    await press("I have kept them");
    expect(screen.getByText("It is on: logging in asks for a code.")).toBeVisible();
  });

  it("stays on where the password is wrong", async () => {
    server.use(
      http.delete(
        "*/api/auth/totp",
        refuse(422, "invalid", { errors: { password: ["This is not your password."] } }),
      ),
    );
    const { store } = show(TwoFactor, { twoFactor: true });
    await confirmed("Turn it off");
    expect(await screen.findByText("This is not your password.")).toBeVisible();
    expect(store.getState().session.me?.twoFactor).toBe(true);
  });
});

describe("one's data", () => {
  it("says when the archive cannot be made, and is busy while it is", async () => {
    server.use(http.post("*/api/users/me/export", refuse(429, "too_many")));
    show(YourData);
    await press("Download everything");
    expect(await screen.findByText("No: too_many.")).toBeInTheDocument();
    server.use(http.post("*/api/users/me/export", never));
    await press("Download everything");
    expect(screen.getByRole("button", { name: "Download everything" })).toBeDisabled();
  });

  it("deletes nothing without the password", async () => {
    let sent: unknown;
    server.use(
      http.delete("*/api/users/me", async ({ request }) => {
        sent = await request.json();
        return refuse(422, "invalid", { errors: { password: ["This is not your password."] } })();
      }),
    );
    show(YourData);
    await press("Delete the account");
    const sheet = within(screen.getByRole("dialog"));
    expect(sent).toBeUndefined();
    await userEvent.type(sheet.getByLabelText("Password"), "wrong");
    await userEvent.click(sheet.getByRole("button", { name: "Delete my account" }));
    expect(await sheet.findByText("This is not your password.")).toBeVisible();
    expect(sent).toEqual({ password: "wrong" });
  });

  it("leaves for the page that says when the account goes for good", async () => {
    const assign = vi.fn();
    const { location } = window;
    vi.stubGlobal("location", { origin: location.origin, href: location.href, assign });
    server.use(http.delete("*/api/users/me", answer({ deletionAt: "2026-12-24T10:00:00Z" })));
    show(YourData);
    await press("Delete the account");
    const sheet = within(screen.getByRole("dialog"));
    await userEvent.type(sheet.getByLabelText("Password"), "right");
    await userEvent.click(sheet.getByRole("button", { name: "Delete my account" }));
    await waitFor(() =>
      expect(assign).toHaveBeenCalledWith("/left?until=2026-12-24T10%3A00%3A00Z"),
    );
    vi.stubGlobal("location", location);
  });

  it("says until when a deleted account can come back, and brings it back", async () => {
    let body = refuse(503, "unavailable");
    server.use(http.post("*/api/users/me/restore", () => body()));
    show(YourData, { deletionAt: "2026-12-24T10:00:00Z" });
    expect(screen.getByText(/will be deleted on Dec 24, 2026/)).toBeVisible();
    await press("Keep my account");
    expect(await screen.findByText("No: unavailable.")).toBeInTheDocument();
    body = answer(aMe());
    await press("Keep my account");
    expect(await screen.findByText("Your account is back.")).toBeInTheDocument();
    expect(screen.queryByText(/will be deleted/)).toBeNull();
  });
});

describe("what is refused", () => {
  it("goes back where it is a choice", async () => {
    let body = refuse(503, "unavailable");
    server.use(http.patch("*/api/users/me", () => body()));
    show(PrivacyChoices);
    const choice = () => screen.getByRole("switch", { name: /Private account/ });
    await userEvent.click(choice());
    expect(await screen.findByText("No: unavailable.")).toBeInTheDocument();
    expect(choice()).not.toBeChecked();
    const me = aMe();
    body = answer({ ...me, settings: { ...me.settings, isPrivate: true } });
    await userEvent.click(choice());
    await waitFor(() => expect(choice()).toBeChecked());
  });

  it.each([
    [
      "the password",
      PasswordForm,
      "*/api/auth/password",
      "current",
      ["Current password", "New password"],
      /Change/,
    ],
    [
      "the address",
      EmailForm,
      "*/api/auth/email",
      "password",
      ["Another address", "Password"],
      /Change/,
    ],
  ] as const)("stands at its field: %s", async (_, part, path, field, labels, button) => {
    server.use(http.post(path, refuse(422, "invalid", { errors: { [field]: ["Not this one."] } })));
    show(part);
    for (const label of labels) await type(label, "ana@example.org");
    await userEvent.click(screen.getByRole("button", { name: button }));
    expect(await screen.findByText("Not this one.")).toBeVisible();
    expect(screen.getByLabelText(labels[0])).toHaveValue("ana@example.org");
  });

  it("keeps what was written about oneself", async () => {
    server.use(
      http.patch("*/api/users/me", refuse(422, "invalid", { errors: { bio: ["Too long."] } })),
    );
    show(ProfileForm);
    await type("About you", "Rain and trains");
    await press("Save");
    expect(await screen.findByText("Too long.")).toBeVisible();
    expect(screen.getByLabelText("About you")).toHaveValue("Rain and trains");
  });

  it("leaves a passkey where it was, and says why", async () => {
    const passkey = { id: "k1", name: "iPhone", createdAt: "2026-11-01T10:00:00Z" };
    server.use(
      http.get("*/api/auth/passkeys", answer({ items: [passkey] })),
      http.delete("*/api/auth/passkeys/k1", refuse(409, "last_way_in")),
    );
    show(PasskeyList);
    await userEvent.click(await screen.findByRole("button", { name: /Remove the passkey/ }));
    expect(await screen.findByText("No: last_way_in.")).toBeInTheDocument();
    expect(screen.getByText("iPhone")).toBeVisible();
  });

  it("is said when the message is not sent again", async () => {
    server.use(http.post("*/api/auth/email/resend", refuse(429, "too_many")));
    show(EmailForm, { emailVerified: false });
    await userEvent.click(screen.getByRole("button", { name: /again/i }));
    expect(await screen.findByText("No: too_many.")).toBeInTheDocument();
  });
});

it("shows a visitor what can be set without an account, and the way to one", async () => {
  server.use(
    http.get("*/api/tags/trending", answer({ items: [], nextCursor: null })),
    http.get("*/api/feed/preferences", refuse(503, "unavailable")),
  );
  renderApp(<Settings />);
  expect(screen.getByRole("link", { name: "Log in" })).toBeVisible();
  expect(screen.queryByRole("heading", { name: "Where you are logged in" })).toBeNull();
  expect(await screen.findByText("No: unavailable.")).toBeVisible();
});
