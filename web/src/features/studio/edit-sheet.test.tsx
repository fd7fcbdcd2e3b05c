import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import type { Video } from "@/lib/api/types";
import { aMe, aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import EditSheet from "./edit-sheet";

const read = vi.hoisted(() => ({ seconds: 8, pictures: [] as string[] }));
vi.mock("@/components/frame-strip/read-frames", () => ({
  readFrames: () => Promise.resolve(read),
  drawFrame: () => ({
    toBlob: (take: (image: Blob) => void) => take(new Blob(["x"], { type: "image/jpeg" })),
  }),
}));

const source = { width: 360, height: 640, bitrate: 1, codec: "avc1", bytes: 1, headBytes: 1 };
const clip = (change: Partial<Video> = {}) =>
  aVideo("v1", {
    durationMs: 8_000,
    playback: { ...aVideo("v1").playback!, sources: [{ ...source, url: "/media/v1/360.mp4" }] },
    ...change,
  });

/** The server, and what it was told. */
function listen() {
  const told: [string, unknown][] = [];
  server.use(
    http.patch("*/api/videos/v1", async ({ request }) => {
      told.push(["clip", await request.json()]);
      return HttpResponse.json(clip());
    }),
    http.put("*/api/videos/v1/cover", () => {
      told.push(["cover", null]);
      return HttpResponse.json(clip());
    }),
    http.delete("*/api/videos/v1/captions/:locale", ({ params }) => {
      told.push([`no captions ${String(params.locale)}`, null]);
      return HttpResponse.json(clip({ captions: [] }));
    }),
  );
  return told;
}

function show(video: Video) {
  const changed = vi.fn();
  renderApp(<EditSheet video={video} onChanged={changed} onClose={() => undefined} />, {
    me: aMe(),
  });
  return changed;
}

const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));

it("changes labels and a schedule, and says what stays", async () => {
  const told = listen();
  const changed = show(
    clip({
      state: "scheduled",
      publishedAt: null,
      publishAt: "2031-05-06T07:08:00Z",
      labels: ["ai"],
    }),
  );
  const at = screen.getByLabelText("Publish at");
  expect(at).not.toHaveValue("");
  await userEvent.click(screen.getByRole("checkbox", { name: "has flashing light" }));
  await save();
  await waitFor(() => expect(changed).toHaveBeenCalled());
  expect(told).toMatchObject([
    ["clip", { labels: ["ai", "flashing"], publishAt: "2031-05-06T07:08:00.000Z" }],
  ]);
  expect(told[0]![1]).not.toHaveProperty("edit");

  fireEvent.change(at, { target: { value: "" } });
  await save();
  await waitFor(() => expect(told[1]![1]).toMatchObject({ publishAt: null }));
});

it("offers no schedule to a clip that is out", async () => {
  const told = listen();
  show(clip());
  expect(screen.queryByLabelText("Publish at")).toBeNull();
  await save();
  await waitFor(() => expect(told[0]![1]).not.toHaveProperty("publishAt"));
});

it("trims what is cut already, and begins at the cover that is there", async () => {
  const told = listen();
  show(clip({ edit: { startMs: 2_000, endMs: 10_000, muted: false }, coverMs: 3_000 }));
  await waitFor(() => expect(screen.getByRole("slider", { name: /Cover/ })).toHaveValue("3"));
  fireEvent.change(screen.getByRole("slider", { name: /Starts at/ }), { target: { value: "1" } });
  await save();
  await waitFor(() => expect(told).toHaveLength(1));
  expect(told[0]![1]).toMatchObject({
    edit: { startMs: 3_000, endMs: 10_000, muted: false },
    coverMs: 2_000,
  });
});

it("takes the whole clip again", async () => {
  const told = listen();
  show(clip({ edit: { startMs: 2_000, endMs: 10_000, muted: false } }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Take the whole clip again" }));
  await save();
  await waitFor(() =>
    expect(told[0]![1]).toMatchObject({ edit: { startMs: 0, endMs: 0, muted: false } }),
  );
});

it("sends another moment as the cover", async () => {
  const told = listen();
  show(clip());
  await waitFor(() => expect(screen.getByRole("slider", { name: /Cover/ })).toBeEnabled());
  fireEvent.change(screen.getByRole("slider", { name: /Cover/ }), { target: { value: "4" } });
  await save();
  await waitFor(() => expect(told.map(([what]) => what)).toEqual(["clip", "cover"]));
});

it("lists captions and removes them at once", async () => {
  const told = listen();
  show(clip({ captions: [{ locale: "de", label: "Deutsch", auto: false, url: "/media/de.vtt" }] }));
  await userEvent.click(screen.getByRole("button", { name: "Remove the captions Deutsch" }));
  await waitFor(() => expect(screen.queryByText("Deutsch")).toBeNull());
  expect(screen.getByLabelText("Language of the captions")).toBeInTheDocument();
  expect(told).toEqual([["no captions de", null]]);
});

it("does not make a title of the words that stood in for one", async () => {
  const told = listen();
  show(clip({ title: "2026-11-29", titleDerived: true }));
  expect(screen.getByLabelText("Title")).toHaveValue("");
  await save();
  await waitFor(() => expect(told[0]![1]).toMatchObject({ title: "" }));
});
