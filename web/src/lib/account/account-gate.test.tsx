import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import useSWR from "swr";
import useSWRInfinite from "swr/infinite";
import { signedOut } from "@/lib/store/session-slice";
import { aMe } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { useAccountGate } from "./account-gate";

let viewer = "nobody";
beforeEach(() => {
  viewer = "nobody";
  server.use(http.get("/api/seen-by", () => HttpResponse.json({ viewer })));
  server.use(http.get("/api/list-of", () => HttpResponse.json({ viewer })));
});

function Screen() {
  const { data } = useSWR<{ viewer: string }>("/seen-by");
  const { data: pages } = useSWRInfinite<{ viewer: string }>(() => "/list-of");
  return (
    <p>
      {data?.viewer} {pages?.[0]?.viewer}
    </p>
  );
}

function Enter() {
  const { enter } = useAccountGate();
  return <button onClick={() => enter(aMe())}>enter</button>;
}

it("reads again what is on screen when somebody signs in on it", async () => {
  renderApp(
    <>
      <Enter />
      <Screen />
    </>,
  );
  await screen.findByText("nobody nobody");
  viewer = "me";
  await userEvent.click(screen.getByText("enter"));
  expect(await screen.findByText("me me")).toBeVisible();
});

it("keeps nothing of the person whose session ended", async () => {
  viewer = "me";
  const { store } = renderApp(<Screen />, { me: aMe() });
  await screen.findByText("me me");
  viewer = "nobody";
  act(() => void store.dispatch(signedOut()));
  expect(screen.queryByText("me me")).toBeNull();
  expect(await screen.findByText("nobody nobody")).toBeVisible();
});

it("runs what was waiting for an account as the person who signed in", async () => {
  const ran = vi.fn();
  function Act() {
    const { withAccount } = useAccountGate();
    return <button onClick={() => withAccount("like", ran)}>act</button>;
  }
  renderApp(<Act />, {
    form: ({ onDone }) => <button onClick={() => onDone(aMe())}>sign in</button>,
  });
  await userEvent.click(screen.getByText("act"));
  expect(ran).not.toHaveBeenCalled();
  await userEvent.click(await screen.findByText("sign in"));
  expect(ran).toHaveBeenCalledOnce();
});
