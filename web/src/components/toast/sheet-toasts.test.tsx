import { act, screen } from "@testing-library/react";
import { useState } from "react";
import { Sheet } from "@/components/dialog/sheet";
import { renderApp } from "@/test/render";
import { useToast } from "./toast";

const page = { open: (_sheets: number) => {}, tell: (_text: string) => {} };

function Page() {
  const [sheets, setSheets] = useState(0);
  const toast = useToast();
  Object.assign(page, { open: setSheets, tell: (text: string) => toast({ text }) });
  const close = () => setSheets(0);
  if (sheets === 0) return null;
  return (
    <Sheet title="Comments" onClose={close}>
      {sheets > 1 ? (
        <Sheet title="Report" onClose={close}>
          words
        </Sheet>
      ) : null}
    </Sheet>
  );
}

it("speaks inside the topmost sheet, around which the page is inert, and on the page after it", () => {
  renderApp(<Page />);
  const spokenIn = () =>
    screen.getByText("Saved").closest("dialog")?.getAttribute("aria-labelledby");
  const titled = (title: string) => screen.getByText(title).id;
  act(() => page.open(1));
  act(() => page.tell("Saved"));
  expect(spokenIn()).toBe(titled("Comments"));
  act(() => page.open(2));
  expect(spokenIn()).toBe(titled("Report"));
  act(() => page.open(0));
  expect(spokenIn()).toBeUndefined();
});
