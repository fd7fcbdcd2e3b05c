import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { renderApp } from "@/test/render";
import { Sheet } from "./sheet";

const below = vi.fn();

function Place() {
  const [open, setOpen] = useState(false);
  return (
    <div onKeyDown={below}>
      <button onClick={() => setOpen(true)}>Open</button>
      {open ? (
        <Sheet title="Words" onClose={() => setOpen(false)}>
          <input aria-label="Say it" data-autofocus />
        </Sheet>
      ) : null}
    </div>
  );
}

async function opened() {
  below.mockReset();
  renderApp(<Place />);
  await userEvent.click(screen.getByRole("button", { name: "Open" }));
  return screen.getByRole("dialog", { name: "Words" });
}

it.each<[string, (dialog: HTMLElement) => unknown]>([
  ["the browser, as Escape does", (dialog) => (dialog as HTMLDialogElement).close()],
  ["a tap beside it", (dialog) => userEvent.click(dialog)],
  ["its button", () => fireEvent.click(screen.getByRole("button", { name: "Close" }))],
])("closes by %s and gives the focus back", async (_, close) => {
  const dialog = await opened();
  await close(dialog);
  expect(screen.queryByRole("dialog")).toBeNull();
  await waitFor(() => expect(screen.getByRole("button", { name: "Open" })).toHaveFocus());
  expect(dialog).not.toBeInTheDocument();
});

it("begins where it asks for words, and keeps their keys from the feed below", async () => {
  await opened();
  expect(screen.getByLabelText("Say it")).toHaveFocus();
  await userEvent.keyboard("m");
  expect(screen.getByLabelText("Say it")).toHaveValue("m");
  expect(below).not.toHaveBeenCalled();
});

it("stays open at a tap on what is in it", async () => {
  await opened();
  await userEvent.click(screen.getByLabelText("Say it"));
  expect(screen.getByRole("dialog")).toBeVisible();
});

it("stays open when words marked in a field are let go beside it", async () => {
  const dialog = await opened();
  await userEvent.type(screen.getByLabelText("Say it"), "Some words");
  await userEvent.pointer([
    { keys: "[MouseLeft>]", target: screen.getByLabelText("Say it") },
    { keys: "[/MouseLeft]", target: dialog },
  ]);
  // Whose click it is then is what both have in common.
  fireEvent.click(dialog);
  expect(screen.getByLabelText("Say it")).toHaveValue("Some words");
  expect(dialog).toHaveAttribute("open");
});

it("stays open when a sheet above it closes", async () => {
  const [lower, upper] = [vi.fn(), vi.fn()];
  renderApp(
    <Sheet title="Below" onClose={lower}>
      <Sheet title="Above" onClose={upper}>
        Words
      </Sheet>
    </Sheet>,
  );
  screen.getByRole<HTMLDialogElement>("dialog", { name: "Above" }).close();
  await waitFor(() => expect(upper).toHaveBeenCalledOnce());
  expect(lower).not.toHaveBeenCalled();
});
