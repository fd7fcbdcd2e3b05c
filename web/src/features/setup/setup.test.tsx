import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { instance, renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer, never, refuse } from "@/test/states";
import { Setup } from "./setup";

const show = (setup = true) => renderApp(<Setup />, { instance: { ...instance, setup } });
const submit = () => screen.getByRole("button", { name: "Open the place" });

const next = () => userEvent.click(screen.getByRole("button", { name: "Next" }));

async function fill() {
  for (let step = 1; step < 5; step += 1) await next();
  await userEvent.type(screen.getByLabelText("Username"), "root");
  await userEvent.type(screen.getByLabelText("E-mail"), "root@example.org");
  await userEvent.type(screen.getByLabelText("Password"), "long enough");
}

beforeEach(() => {
  window.location.hash = "secret";
  server.use(http.get("*/api/auth/available", answer({ available: true })));
});
afterEach(() => {
  window.location.hash = "";
});

it("is over once the place is set up", () => {
  show(false);
  expect(screen.getByRole("heading")).toHaveTextContent("This place is set up already.");
  expect(screen.getByRole("link", { name: "Log in" })).toBeVisible();
});

it("needs the link that the program printed", () => {
  window.location.hash = "";
  show();
  expect(screen.getByRole("heading")).toHaveTextContent(/Open the setup link/);
  expect(screen.queryByRole("textbox")).toBeNull();
});

it("marks the field that was refused and keeps the rest, then hands out the first invite", async () => {
  const sent: unknown[] = [];
  let body = refuse(422, "invalid", { errors: { email: ["This is no address."] } });
  server.use(
    http.post("*/api/setup", async ({ request }) => {
      sent.push(await request.json());
      return body();
    }),
  );
  show();
  await fill();
  await userEvent.click(submit());
  expect(await screen.findByText("This is no address.")).toBeVisible();
  expect(screen.getByLabelText("E-mail")).toHaveFocus();
  expect(screen.getByLabelText("Username")).toHaveValue("root");

  body = refuse(403, "forbidden");
  await userEvent.click(submit());
  expect(await screen.findByRole("alert")).toHaveTextContent("No: forbidden.");

  body = answer({ invite: { code: "abc", url: "http://localhost:3000/join/abc", uses: 1 } });
  await userEvent.click(submit());
  expect(await screen.findByDisplayValue("http://localhost:3000/join/abc")).toBeVisible();
  expect(sent[2]).toMatchObject({ token: "secret", username: "root" });
});

it("is sent once while the answer is on its way", async () => {
  let times = 0;
  server.use(
    http.post("*/api/setup", () => {
      times += 1;
      return never();
    }),
  );
  show();
  await fill();
  await userEvent.click(submit());
  expect(submit()).toBeDisabled();
  await userEvent.click(submit());
  expect(times).toBe(1);
});

it("asks one thing at a time and sends all of it", async () => {
  let sent: unknown;
  let picture = "";
  server.use(
    http.post("*/api/setup", async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ user: {}, expiresIn: 900 });
    }),
    http.put("*/api/admin/instance/icon", ({ request }) => {
      picture = request.headers.get("content-type") ?? "";
      return HttpResponse.json(instance);
    }),
  );
  show();
  expect(screen.getByText("Step 1 of 5")).toBeVisible();
  await userEvent.clear(screen.getByLabelText("Name"));
  await next();
  expect(screen.getByText("Step 1 of 5")).toBeVisible();
  await userEvent.type(screen.getByLabelText("Name"), "Lantern House");
  await userEvent.type(screen.getByLabelText("What it is about"), "Our street");
  await next();
  expect(screen.getByRole("heading", { name: "How it looks" })).toHaveFocus();
  await userEvent.upload(
    screen.getByLabelText("Choose a picture"),
    new File(["x"], "icon.png", { type: "image/png" }),
  );
  await userEvent.type(screen.getByLabelText("Accent colour"), "#6fd3a0");
  await next();
  await userEvent.click(screen.getByRole("radio", { name: /Everybody/ }));
  await userEvent.clear(screen.getByLabelText("Minimum age"));
  await userEvent.type(screen.getByLabelText("Minimum age"), "16");
  await next();
  await userEvent.type(screen.getByLabelText("Rules"), "Be kind{enter}No ads");
  await userEvent.type(screen.getByLabelText("Imprint"), "Ana, Some Street 1");
  await next();
  await userEvent.type(screen.getByLabelText("Username"), "root");
  await userEvent.type(screen.getByLabelText("E-mail"), "root@example.org");
  await userEvent.type(screen.getByLabelText("Password"), "long enough");
  await userEvent.click(submit());
  expect(await screen.findByRole("heading", { name: "Your place is open" })).toBeVisible();
  expect(sent).toMatchObject({
    username: "root",
    instance: {
      name: "Lantern House",
      description: "Our street",
      accent: "#6fd3a0",
      registration: "open",
      minimumAge: 16,
      rules: ["Be kind", "No ads"],
      legal: { terms: "", privacy: "", imprint: "Ana, Some Street 1" },
    },
  });
  expect(picture).toBe("image/png");
  const left = screen.getAllByRole("listitem").map(({ textContent }) => textContent);
  expect(left).toContain("Rulesdone");
  expect(left).toContain("Terms, privacy and imprintto do");
});

it("refuses a colour on which dark text cannot be read, and lets a step wait", async () => {
  let sent: unknown;
  server.use(
    http.post("*/api/setup", async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ user: {}, expiresIn: 900 });
    }),
  );
  show();
  await next();
  await userEvent.type(screen.getByLabelText("Accent colour"), "#3f51b5");
  expect(screen.getByText(/^Too dark for dark text/)).toBeVisible();
  await next();
  expect(screen.getByText("Step 2 of 5")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Skip for now" }));
  await next();
  await userEvent.type(screen.getByLabelText("Rules"), "Half a tho");
  await userEvent.click(screen.getByRole("button", { name: "Skip for now" }));
  await userEvent.type(screen.getByLabelText("Username"), "root");
  await userEvent.type(screen.getByLabelText("E-mail"), "root@example.org");
  await userEvent.type(screen.getByLabelText("Password"), "long enough");
  await userEvent.click(submit());
  await screen.findByRole("heading", { name: "Your place is open" });
  expect(sent).toMatchObject({ instance: { accent: "", rules: [] } });
});

it("goes back to the step whose field the server refuses", async () => {
  server.use(
    http.post("*/api/setup", refuse(422, "invalid", { errors: { name: ["Choose another."] } })),
  );
  show();
  await fill();
  await userEvent.click(submit());
  await waitFor(() => expect(screen.getByLabelText("Name")).toHaveFocus());
  expect(screen.getByText("Choose another.")).toBeVisible();
});

it("says while one types that a name is taken", async () => {
  server.use(
    http.get("*/api/auth/available", () =>
      HttpResponse.json({ available: false, reason: "taken" }),
    ),
  );
  show();
  for (let step = 1; step < 5; step += 1) await next();
  await userEvent.type(screen.getByLabelText("Username"), "root");
  expect(await screen.findByText(/taken/)).toBeVisible();
});
