import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { aMe } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { never, refuse } from "@/test/states";
import { ProfileForm } from "./profile-form";
import { Settings } from "./settings";

beforeEach(() => server.use(http.get("*/api/*", never)));

it("leads to each of its parts, and shows a visitor those that are theirs", () => {
  const view = renderApp(<Settings />, { me: aMe() });
  const links = screen.getAllByRole("link").map((link) => link.getAttribute("href"));
  for (const id of ["profile", "privacy", "feed", "sessions", "data"]) {
    expect(links).toContain(`#${id}`);
    expect(document.getElementById(id)).not.toBeNull();
  }
  view.unmount();
  renderApp(<Settings />);
  const open = screen.getAllByRole("link").map((link) => link.getAttribute("href"));
  expect(open).toContain("#feed");
  expect(open).not.toContain("#profile");
});

it("adds, changes and removes links, and marks the one that was refused", async () => {
  const sent: string[][] = [];
  let wrong = true;
  server.use(
    http.patch("*/api/users/me", async ({ request }) => {
      const body = (await request.json()) as { links: string[] };
      sent.push(body.links);
      if (wrong)
        return refuse(422, "invalid", { errors: { "links[1].url": ["This is not valid."] } })();
      return HttpResponse.json({ ...aMe(), links: body.links });
    }),
  );
  renderApp(<ProfileForm me={{ ...aMe(), links: ["https://a.example", "https://b.example"] }} />);
  await userEvent.click(screen.getByRole("button", { name: "Remove link 1" }));
  expect(screen.getByLabelText("Link 1")).toHaveValue("https://b.example");
  await userEvent.click(screen.getByRole("button", { name: "Add a link" }));
  await userEvent.type(screen.getByLabelText("Link 2"), "https://c.example/me");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("This is not valid.")).toBeVisible();
  expect(screen.getByLabelText("Link 2")).toBeInvalid();
  wrong = false;
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]).toEqual(["https://b.example", "https://c.example/me"]);
});
