import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { PasskeyList } from "./passkey-list";

class Credential {
  static parseCreationOptionsFromJSON = (options: unknown) => options;
  toJSON = () => ({ id: "made" });
}

beforeEach(() => {
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("PublicKeyCredential", Credential);
  vi.stubGlobal("navigator", {
    ...navigator,
    userAgent: "Linux",
    credentials: { create: () => Promise.resolve(new Credential()) },
  });
});
afterEach(() => vi.unstubAllGlobals());

it("asks for the password before it adds a passkey", async () => {
  const sent: unknown[] = [];
  server.use(
    http.get("*/api/auth/passkeys", () => HttpResponse.json({ items: [] })),
    http.post("*/api/auth/passkeys/options", async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ options: {}, state: "s1" });
    }),
    http.post("*/api/auth/passkeys", async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({}, { status: 201 });
    }),
  );
  renderApp(<PasskeyList />);
  await userEvent.click(await screen.findByRole("button", { name: "Add a passkey" }));
  expect(sent).toEqual([]);
  await userEvent.type(screen.getByLabelText("Password"), "correct horse{Enter}");
  await waitFor(() =>
    expect(sent).toEqual([
      { password: "correct horse" },
      { credential: { id: "made" }, state: "s1", name: "Linux" },
    ]),
  );
  expect(await screen.findByRole("button", { name: "Add a passkey" })).toBeInTheDocument();
});
