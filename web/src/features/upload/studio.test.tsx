import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import type { UploadOptions } from "tus-js-client";
import type { Me } from "@/lib/api/types";
import { aMe, aVideo } from "@/test/fixtures";
import { instance, renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer, refuse } from "@/test/states";
import { Studio } from "./studio";
import { uploadQueue } from "./upload-queue";

interface Sending {
  options: UploadOptions;
  starts: number;
}
/** Every upload begun, the newest last; a test says how it goes. */
const uploads: Sending[] = [];
const sending = () => uploads.at(-1)!;

vi.mock("tus-js-client", () => ({
  Upload: class {
    url = "http://localhost:3000/api/uploads/u1";
    starts = 0;
    constructor(
      _: File,
      readonly options: UploadOptions,
    ) {
      uploads.push(this);
    }
    findPreviousUploads = () => Promise.resolve([]);
    abort = () => Promise.resolve();
    start() {
      this.starts += 1;
    }
  },
}));

const film = (name = "rain.mp4") => new File(["film"], name, { type: "video/mp4" });
const show = (me: Me | null = aMe()) => renderApp(<Studio />, { me, instance: small });
const small = { ...instance, limits: { ...instance.limits, uploadBytes: 2 ** 20 } };
const choose = (...files: File[]) =>
  fireEvent.change(screen.getByLabelText("Choose clips"), { target: { files } });

async function sent(how: (options: UploadOptions) => void) {
  choose(film());
  await waitFor(() => expect(uploads.at(-1)?.starts).toBe(1));
  act(() => how(sending().options));
}

beforeEach(() => {
  uploads.length = 0;
  URL.createObjectURL = () => "blob:film";
  URL.revokeObjectURL = () => undefined;
  server.use(http.get("*/api/uploads", answer({ items: [] })));
});
afterEach(() => act(() => uploadQueue.getItems().forEach(({ id }) => uploadQueue.remove(id))));

it("asks a visitor to log in", async () => {
  show(null);
  await userEvent.click(screen.getByRole("button", { name: "Log in" }));
  expect(screen.getByRole("dialog", { name: "Log in to upload" })).toBeVisible();
});

it("refuses a file that is too large in words, and takes the others", async () => {
  show();
  const large = film("long.mp4");
  Object.defineProperty(large, "size", { value: 2 ** 21 });
  choose(large, film());
  expect(screen.getByRole("alert")).toHaveTextContent("long.mp4 is larger than 1 MB.");
  expect(screen.getByRole("article", { name: "rain.mp4" })).toBeVisible();
  expect(screen.queryByRole("article", { name: "long.mp4" })).toBeNull();
});

it("says that the connection is gone while it waits for it", async () => {
  show();
  await sent(({ onShouldRetry }) => {
    const error = new Error("cut") as never;
    expect(onShouldRetry?.(error, 0, {} as never)).toBe(true);
  });
  expect(screen.getByText(/The connection is gone/)).toBeVisible();
});

const refusal = (status: number) => {
  const body = JSON.stringify({ code: "not_taken", detail: "It was not taken." });
  const originalResponse = { getStatus: () => status, getBody: () => body };
  return Object.assign(new Error(""), { originalResponse }) as never;
};

it("says why a file was refused, without another try and a form where it would be the same", async () => {
  show();
  await sent(({ onError }) => onError?.(refusal(415)));
  expect(screen.getByRole("alert")).toHaveTextContent("It was not taken.");
  expect(screen.queryByRole("button", { name: "Post" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
});

it("keeps the form where a file may be taken later, and posts nothing before", async () => {
  show();
  await sent(({ onUploadUrlAvailable }) => onUploadUrlAvailable?.());
  await userEvent.type(screen.getByLabelText("Caption"), "Rain");
  const caption = screen.getByLabelText("Caption");
  act(() => sending().options.onError?.(refusal(507)));
  expect(screen.getByRole("alert")).toHaveTextContent("It was not taken.");
  expect(screen.getByLabelText("Caption")).toBe(caption);
  // What cannot be sent cannot be posted either.
  expect(screen.getByRole("button", { name: "Post" })).toBeDisabled();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(sending().starts).toBe(2);
  expect(screen.getByRole("button", { name: "Post" })).toBeEnabled();
});

it("says what it waits for when the server is busy", async () => {
  show();
  await sent(({ onError }) => onError?.(refusal(503)));
  expect(screen.getByText("It was not taken. It goes on by itself.")).toBeVisible();
});

it("keeps what was typed and chosen while there is no line, and tries again when asked to", async () => {
  show();
  choose(film());
  await waitFor(() => expect(uploads.at(-1)?.starts).toBe(1));
  await userEvent.click(screen.getByText("More choices"));
  const file = new File(["WEBVTT"], "en.vtt", { type: "text/vtt" });
  const captions = () => screen.getByLabelText<HTMLInputElement>("Captions");
  await userEvent.upload(captions(), file);
  act(() => sending().options.onError?.(new Error("cut") as never));
  expect(screen.getByText(/The connection is gone/)).toBeVisible();
  expect(captions().files?.[0]).toBe(file);
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(sending().starts).toBe(2);
  expect(captions().files?.[0]).toBe(file);
});

it("keeps the words when posting is refused, and then tells what becomes of the clip", async () => {
  let body = refuse(422, "invalid", { errors: { description: ["These words are not allowed."] } });
  server.use(
    http.post("*/api/videos", () => body()),
    http.get("*/api/videos/v1", answer(aVideo("v1", { state: "processing" }))),
  );
  show();
  const post = () => screen.getByRole("button", { name: "Post" });
  choose(film());
  expect(post()).toBeDisabled();
  await waitFor(() => expect(uploads.at(-1)?.starts).toBe(1));
  act(() => sending().options.onUploadUrlAvailable?.());
  await userEvent.type(screen.getByLabelText("Caption"), "Rain");
  await userEvent.click(post());
  expect(await screen.findByText("These words are not allowed.")).toBeVisible();
  expect(screen.getByLabelText("Caption")).toHaveValue("Rain");
  body = answer(aVideo("v1"));
  await userEvent.click(post());
  expect(await screen.findByText("Getting it ready", { selector: "p" })).toBeVisible();
});

it("says when what was left half sent cannot be read", async () => {
  let body = refuse(503, "unavailable");
  server.use(http.get("*/api/uploads", () => body()));
  show();
  const again = await screen.findByRole("button", { name: "Try again" });
  body = answer({ items: [{ id: "u2", fileName: "old.mp4", size: 100, offset: 50 }] });
  await userEvent.click(again);
  expect(await screen.findByText("old.mp4")).toBeVisible();
});
