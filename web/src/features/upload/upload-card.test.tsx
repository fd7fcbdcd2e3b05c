import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { aMe, aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { refuse } from "@/test/states";
import { UploadCard } from "./upload-card";
import { uploadQueue } from "./upload-queue";
import { useUploads } from "./use-uploads";

const Cards = () => useUploads().map((item) => <UploadCard key={item.id} item={item} />);

beforeEach(() => {
  localStorage.clear();
  uploadQueue.goOn({ id: "u1", fileName: "old.avi", size: 10 });
});
afterEach(() => uploadQueue.getItems().forEach(({ id }) => uploadQueue.remove(id)));

it("posts what an earlier visit sent, with what was said about it", async () => {
  let sent: unknown;
  server.use(
    http.post("*/api/videos", async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json(aVideo("v1"));
    }),
    http.get("*/api/videos/v1", () => HttpResponse.json(aVideo("v1"))),
  );
  renderApp(<Cards />, { me: aMe() });
  await userEvent.type(screen.getByLabelText("Caption"), "First light");
  await userEvent.selectOptions(screen.getByLabelText("Who can watch"), "Followers");
  expect(localStorage.getItem("zt_upload:u1")).toMatch(/First light.*followers/);
  await userEvent.click(screen.getByRole("button", { name: "Post" }));
  expect(await screen.findByText("Your clip is out.")).toBeVisible();
  expect(sent).toMatchObject({
    uploadId: "u1",
    description: "First light",
    audience: "followers",
    draft: false,
    publishAt: null,
  });
  expect(localStorage.getItem("zt_upload:u1")).toBeNull();
});

it("posts what was changed after the answer to posting was lost", async () => {
  let known: unknown;
  server.use(
    http.post("*/api/videos", () => {
      if (known) return refuse(409, "upload_used", { params: { videoId: "v1" } })();
      known = {};
      return HttpResponse.error();
    }),
    http.patch("*/api/videos/v1", async ({ request }) => {
      known = await request.json();
      return HttpResponse.json(aVideo("v1"));
    }),
    http.get("*/api/videos/v1", () => HttpResponse.json(aVideo("v1"))),
  );
  renderApp(<Cards />, { me: aMe() });
  await userEvent.type(screen.getByLabelText("Caption"), "First");
  await userEvent.click(screen.getByRole("button", { name: "Post" }));
  expect(await screen.findByRole("alert")).toBeVisible();
  await userEvent.type(screen.getByLabelText("Caption"), " light");
  await userEvent.click(screen.getByRole("button", { name: "Post" }));
  expect(await screen.findByText("Your clip is out.")).toBeVisible();
  expect(known).toMatchObject({ description: "First light", draft: false });
});

it("shows the server's copy where this browser has none, and posts that draft", async () => {
  const changes: unknown[] = [];
  const source = { width: 360, height: 640, bitrate: 1, codec: "avc1", bytes: 1, headBytes: 1 };
  const playback = {
    ...aVideo("d1").playback!,
    sources: [{ ...source, url: "/media/d1/360.mp4" }],
  };
  let draft = aVideo("d1", { state: "processing", playback: undefined });
  server.use(
    http.post("*/api/videos", async ({ request }) => {
      changes.push(await request.json());
      return HttpResponse.json(draft);
    }),
    http.get("*/api/videos/d1", () => HttpResponse.json(draft)),
    http.patch("*/api/videos/d1", async ({ request }) => {
      changes.push(await request.json());
      draft = { ...draft, state: "ready" };
      return HttpResponse.json(draft);
    }),
  );
  renderApp(<Cards />, { me: aMe() });
  draft = { ...draft, state: "draft", playback };
  await userEvent.click(screen.getByRole("button", { name: "Show the server's copy" }));
  const film = await screen.findByLabelText("Preview");
  expect(film).toHaveAttribute("src", "/media/d1/360.mp4");
  await userEvent.click(screen.getByRole("button", { name: "Post" }));
  expect(await screen.findByText("Your clip is out.")).toBeVisible();
  expect(changes).toMatchObject([{ uploadId: "u1", draft: true }, { draft: false }]);
});

it("offers the server's copy when the browser fails at the file", async () => {
  uploadQueue.getItems().forEach(({ id }) => uploadQueue.remove(id));
  URL.createObjectURL = () => "blob:preview";
  URL.revokeObjectURL = vi.fn();
  uploadQueue.add(new File(["x"], "clip.hevc", { type: "video/mp4" }));
  renderApp(<Cards />, { me: aMe() });
  expect(screen.queryByRole("button", { name: "Show the server's copy" })).toBeNull();
  fireEvent.error(screen.getByLabelText("Preview"));
  expect(await screen.findByRole("button", { name: "Show the server's copy" })).toBeVisible();
});
