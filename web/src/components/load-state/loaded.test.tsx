import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import useSWR from "swr";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer, itTellsHowItGoes, never } from "@/test/states";
import { Loaded } from "./loaded";

const path = "*/api/thing";

function Thing({ quiet }: { quiet?: boolean }) {
  const reading = useSWR<{ word: string }>("/thing");
  return (
    <Loaded quiet={quiet} reading={reading}>
      {({ word }) => <p>{word}</p>}
    </Loaded>
  );
}

itTellsHowItGoes("what is read", {
  path,
  draw: () => renderApp(<Thing />),
  full: { word: "Here it is" },
  shows: "Here it is",
});

it("speaks its own words where nobody answers, or only a proxy does", async () => {
  server.use(http.get(path, () => HttpResponse.error()));
  const alone = renderApp(<Thing />);
  expect(await screen.findByText(/You are offline/)).toBeVisible();
  alone.unmount();

  server.use(http.get(path, () => new HttpResponse("<html>502</html>", { status: 502 })));
  renderApp(<Thing />);
  expect(await screen.findByText("Something went wrong. Try again.")).toBeVisible();
});

it("keeps the words and the button while it tries again", async () => {
  let times = 0;
  server.use(
    http.get(path, () => {
      times += 1;
      return times === 1 ? HttpResponse.json({ code: "unavailable" }, { status: 503 }) : never();
    }),
  );
  renderApp(<Thing />);
  await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect(screen.getByRole("button", { name: "Try again" })).toBeDisabled();
  expect(screen.getByText("This did not load.")).toBeVisible();
});

it("waits in silence beside something that says so itself", async () => {
  server.use(http.get(path, never));
  const waiting = renderApp(<Thing quiet />);
  expect(screen.queryByText("Loading")).toBeNull();
  waiting.unmount();
  server.use(http.get(path, answer({ word: "Here it is" })));
  renderApp(<Thing quiet />);
  expect(await screen.findByText("Here it is")).toBeVisible();
});
