import { act, fireEvent, screen } from "@testing-library/react";
import { renderApp } from "@/test/render";
import { type Toast, useToast } from "./toast";

function Say({ toasts }: { toasts: Toast[] }) {
  const toast = useToast();
  return <button onClick={() => toasts.forEach(toast)}>Say</button>;
}

const say = (...toasts: Toast[]) => {
  renderApp(<Say toasts={toasts} />);
  fireEvent.click(screen.getByText("Say"));
};

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

it("says a line politely, and takes it back by itself", () => {
  say({ text: "Copied" });
  expect(screen.getByText("Copied").closest("[role=status]")).toHaveAttribute(
    "aria-live",
    "polite",
  );
  act(() => void vi.advanceTimersByTime(60_000));
  expect(screen.queryByText("Copied")).toBeNull();
});

it("says the same once, and never more than three lines", () => {
  say(...["one", "two", "two", "three", "four"].map((text) => ({ text })));
  expect(screen.queryByText("one")).toBeNull();
  for (const text of ["two", "three", "four"]) expect(screen.getAllByText(text)).toHaveLength(1);
});

it("does what it offers, once", () => {
  const run = vi.fn();
  say({ text: "Less of this", action: { label: "Undo", run } });
  fireEvent.click(screen.getByText("Undo"));
  expect(run).toHaveBeenCalledOnce();
  expect(screen.queryByText("Undo")).toBeNull();
});

it("leads to what it tells of", () => {
  say({ text: "ana likes your clip", href: "/@me/video/v1" });
  const link = screen.getByText("ana likes your clip");
  expect(link).toHaveAttribute("href", "/@me/video/v1");
});

const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

it("leaves twice the time where there is something to do", () => {
  say({ text: "Less of this", action: { label: "Undo", run: vi.fn() } });
  pass(9_999);
  expect(screen.getByText("Undo")).toBeInTheDocument();
  pass(1);
  expect(screen.queryByText("Undo")).toBeNull();
});

it("stays while it is pointed at or holds the focus", () => {
  say({ text: "Less of this", action: { label: "Undo", run: vi.fn() } });
  const undo = screen.getByText("Undo");
  fireEvent.pointerEnter(undo.parentElement!);
  pass(60_000);
  act(() => undo.focus());
  fireEvent.pointerLeave(undo.parentElement!);
  pass(60_000);
  expect(undo).toBeInTheDocument();
  act(() => undo.blur());
  pass(9_999);
  expect(undo).toBeInTheDocument();
  pass(1);
  expect(undo).not.toBeInTheDocument();
});
