import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import type { Video } from "@/lib/api/types";
import { aMe, aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer, refuse } from "@/test/states";
import { PostedClip } from "./posted-clip";

const path = "*/api/videos/v1";
const show = () => renderApp(<PostedClip videoId="v1" />, { me: aMe() });
const failure = { code: "brand_new", text: "It has no picture.", params: {}, retryable: true };

it.each<[Partial<Video>, string]>([
  [{ state: "processing" }, "Getting it ready"],
  [{ state: "draft" }, "Kept as a draft. You find it among your clips."],
  [{ state: "failed", failure: { ...failure, retryable: false } }, "It has no picture."],
  [{ state: "ready" }, "Your clip is out."],
])("says what became of a clip: %o", async (change, words) => {
  server.use(http.get(path, answer(aVideo("v1", change))));
  show();
  expect(await screen.findByText(words, { selector: "p" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
});

it("says when a failed clip could not be tried again, and tries once more", async () => {
  let state: Video["state"] = "failed";
  let busy = true;
  server.use(
    http.get(path, () => HttpResponse.json(aVideo("v1", { state, failure }))),
    http.post("*/api/videos/v1/retry", () => {
      if (busy) return refuse(429, "too_many")();
      state = "processing";
      return new HttpResponse(null, { status: 204 });
    }),
  );
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByText("No: too_many.")).toBeInTheDocument();
  busy = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("progressbar")).toBeVisible();
});

it("says when it cannot be read, instead of processing for ever", async () => {
  let body = refuse(404, "not_found");
  server.use(http.get(path, () => body()));
  show();
  expect(await screen.findByText("No: not_found.")).toBeVisible();
  body = answer(aVideo("v1", { state: "processing" }));
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("progressbar")).toBeVisible();
});
