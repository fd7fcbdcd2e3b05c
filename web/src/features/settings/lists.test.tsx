import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import type { NotificationPlaces, SessionItem } from "@/lib/api/types";
import { aUser } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer, itTellsHowItGoes, listOf, refuse } from "@/test/states";
import { NotificationChoices } from "./notification-choices";
import { PasskeyList } from "./passkey-list";
import { SessionList } from "./session-list";
import { ShutOut } from "./shut-out";

const session = (id: string, current: boolean): SessionItem => ({
  id,
  current,
  userAgent: `Browser ${id}`,
  address: "127.0.0.1",
  createdAt: "2026-11-01T10:00:00Z",
  lastUsedAt: "2026-11-01T10:00:00Z",
});
const person = {
  ...aUser("bela"),
  viewer: { following: false, followedBy: false, requested: false },
};
const passkey = { id: "k1", name: "iPhone", createdAt: "2026-11-01T10:00:00Z", lastUsedAt: null };
const inApp: NotificationPlaces = { inApp: true, email: false };

itTellsHowItGoes("sessions", {
  path: "*/api/auth/sessions",
  draw: () => renderApp(<SessionList />),
  full: listOf(session("s1", true)),
  shows: "This device",
});

itTellsHowItGoes("passkeys", {
  path: "*/api/auth/passkeys",
  draw: () => renderApp(<PasskeyList />),
  full: { items: [passkey] },
  shows: "iPhone",
  empty: { answer: { items: [] }, words: /Log in with your fingerprint/ },
});

itTellsHowItGoes("notifications", {
  path: "*/api/notifications/preferences",
  draw: () => renderApp(<NotificationChoices />),
  full: { like: inApp },
  shows: "Likes",
});

itTellsHowItGoes("blocked people", {
  path: "*/api/users/me/blocks",
  draw: () => renderApp(<ShutOut kind="block" />),
  full: listOf(person),
  shows: "bela",
  empty: { answer: listOf(), words: "You have blocked nobody." },
});

itTellsHowItGoes("muted people", {
  path: "*/api/users/me/mutes",
  draw: () => renderApp(<ShutOut kind="mute" />),
  full: listOf(person),
  shows: "bela",
  empty: { answer: listOf(), words: "You have muted nobody." },
});

it("ends another session, never this one, and says when that was refused", async () => {
  let there = [session("s1", true), session("s2", false)];
  let body = refuse(429, "too_many");
  server.use(
    http.get("*/api/auth/sessions", () => HttpResponse.json(listOf(...there))),
    http.delete("*/api/auth/sessions/s2", () => body()),
  );
  renderApp(<SessionList />);
  const end = await screen.findByRole("button", { name: "Log out" });
  await userEvent.click(end);
  expect(await screen.findByText("No: too_many.")).toBeInTheDocument();
  expect(screen.getByText("Browser s2")).toBeVisible();
  body = () => {
    there = there.slice(0, 1);
    return new HttpResponse(null, { status: 204 }) as never;
  };
  await userEvent.click(end);
  await waitFor(() => expect(screen.queryByText("Browser s2")).toBeNull());
});

it("keeps a notification as it was when the server refuses the change", async () => {
  server.use(
    http.get("*/api/notifications/preferences", answer({ like: inApp })),
    http.put("*/api/notifications/preferences", refuse(503, "unavailable")),
  );
  renderApp(<NotificationChoices />);
  const box = await screen.findByRole("checkbox");
  await userEvent.click(box);
  expect(await screen.findByText("No: unavailable.")).toBeInTheDocument();
  expect(box).toBeChecked();
});

it("lets somebody back in who was blocked", async () => {
  server.use(
    http.get("*/api/users/me/blocks", answer(listOf(person))),
    http.delete("*/api/users/bela/block", () => new HttpResponse(null, { status: 204 })),
  );
  renderApp(<ShutOut kind="block" />);
  await userEvent.click(await screen.findByRole("button", { name: /Unblock @bela/ }));
  expect(await screen.findByText(/@bela/, { selector: "[role=status] *" })).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByRole("link", { name: /bela/ })).toBeNull());
});
