import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { renderApp } from "@/test/render";
import { waitLong } from "@/test/states";
import { MissedQuietly, later } from "./later";
import { laterSheet } from "./later-sheet";

const Words = () => <p>Here it is</p>;
let load: () => Promise<{ default: typeof Words }>;
const arrives = () => Promise.resolve({ default: Words });
const fails = () => Promise.reject(new Error("ChunkLoadError"));
const code = () => load();

const beside = <p>The feed</p>;
const online = (is: boolean) => vi.spyOn(navigator, "onLine", "get").mockReturnValue(is);

beforeEach(() => {
  load = fails;
  online(true);
});

it("says in its place that it needs the connection, and comes when that is back", async () => {
  online(false);
  const Part = later(code);
  renderApp(
    <>
      {beside}
      <Part />
    </>,
  );
  expect(await screen.findByText(/You are offline/)).toBeVisible();
  expect(screen.getByText("The feed")).toBeVisible();
  load = arrives;
  act(() => void window.dispatchEvent(new Event("online")));
  expect(await screen.findByText("Here it is")).toBeVisible();
  expect(screen.queryByText(/You are offline/)).toBeNull();
});

it("tries again when asked to", async () => {
  const Part = later(code);
  renderApp(<Part />);
  const again = await screen.findByRole("button", { name: "Try again" });
  expect(screen.getByText("This did not load.")).toBeVisible();
  load = arrives;
  await userEvent.click(again);
  expect(await screen.findByText("Here it is")).toBeVisible();
});

it("is there at once when it is opened a second time", async () => {
  load = arrives;
  const Part = later(code);
  const { unmount } = renderApp(<Part />);
  await screen.findByText("Here it is");
  unmount();
  load = fails;
  renderApp(<Part />);
  expect(screen.getByText("Here it is")).toBeVisible();
});

it("says that it is on its way when that takes long", () => {
  load = () => new Promise(() => undefined);
  const Part = later(code);
  waitLong(() => renderApp(<Part />));
  expect(screen.getByRole("status", { name: "" })).toHaveTextContent("Loading");
});

it("can be closed as the sheet it stands for", async () => {
  const close = vi.fn();
  const Part = laterSheet<{ onClose: () => void }>(code);
  renderApp(<Part onClose={close} />);
  await screen.findByText("This did not load.", { selector: "dialog p" });
  await userEvent.click(screen.getByRole("button", { name: "Close" }));
  await waitFor(() => expect(close).toHaveBeenCalledOnce());
});

it("keeps silent for what nobody asked for", async () => {
  const Part = later(code, MissedQuietly);
  renderApp(
    <>
      {beside}
      <Part />
    </>,
  );
  await act(async () => {});
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  expect(screen.getByText("The feed")).toBeVisible();
});
