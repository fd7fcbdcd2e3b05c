import { fireEvent, screen } from "@testing-library/react";
import { aMe } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { type AccountFormProps, useAccountGate } from "./account-gate";

const act = vi.fn();

function Like() {
  const { withAccount } = useAccountGate();
  return <button onClick={() => withAccount("like", act)}>Like</button>;
}

const Form = ({ onDone, onNew }: AccountFormProps) => (
  <>
    <button onClick={() => onDone(aMe())}>In</button>
    <button onClick={() => onNew?.(true)}>New here</button>
  </>
);
const show = (me: ReturnType<typeof aMe> | null) => renderApp(<Like />, { me, form: Form });
const like = () => fireEvent.click(screen.getByText("Like"));

beforeEach(() => act.mockReset());

it("acts at once for who has an account", () => {
  show(aMe());
  like();
  expect(act).toHaveBeenCalledOnce();
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("asks a visitor first, and then does what they wanted", async () => {
  const { store } = show(null);
  like();
  expect(screen.getByRole("dialog", { name: "Log in to like" })).toBeVisible();
  expect(act).not.toHaveBeenCalled();
  fireEvent.click(await screen.findByText("In"));
  expect(act).toHaveBeenCalledOnce();
  expect(store.getState().session.me?.username).toBe("me");
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("is named after what it asks for, also when it is opened again", async () => {
  show(null);
  like();
  fireEvent.click(await screen.findByText("New here"));
  expect(screen.getByRole("dialog", { name: "Sign up" })).toBeVisible();
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  fireEvent.pointerDown(document.body);
  like();
  expect(screen.getByRole("dialog", { name: "Log in to like" })).toBeVisible();
});

it("forgets what a visitor wanted who closes it", () => {
  show(null);
  like();
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(act).not.toHaveBeenCalled();
});

it("answers the tap with the sheet and its focus, and draws the form after that is painted", async () => {
  const waiting: FrameRequestCallback[] = [];
  vi.spyOn(window, "requestAnimationFrame").mockImplementation((callback) =>
    waiting.push(callback),
  );
  show(null);
  like();
  const sheet = screen.getByRole("dialog", { name: "Log in to like" });
  expect(sheet).toHaveFocus();
  expect(screen.queryByText("In")).toBeNull();
  waiting.forEach((paint) => paint(0));
  // Still before the paint that follows the callback.
  expect(screen.queryByText("In")).toBeNull();
  expect(await screen.findByText("In")).toBeVisible();
  expect(sheet).toHaveFocus();
});
