import { screen } from "@testing-library/react";
import { type Frames, readFrames } from "@/components/frame-strip/read-frames";
import { renderApp } from "@/test/render";
import { TrimAndCover, editOf, wholeClip } from "./trim-and-cover";

vi.mock("@/components/frame-strip/read-frames", () => ({ readFrames: vi.fn() }));

it("keeps its place while the clip is looked at, so that nothing below moves under a finger", async () => {
  let seen: (frames: Frames) => void = () => {};
  vi.mocked(readFrames).mockReturnValue(new Promise((resolve) => (seen = resolve)));
  renderApp(<TrimAndCover url="blob:clip" cut={wholeClip} onCut={vi.fn()} onLook={vi.fn()} />);
  const sliders = screen.getAllByRole("slider");
  expect(sliders).toHaveLength(3);
  for (const slider of sliders) expect(slider).toBeDisabled();

  seen({ seconds: 12, pictures: [] });

  await vi.waitFor(() => expect(sliders[1]).toBeEnabled());
  expect(screen.getAllByRole("slider")).toEqual(sliders);
  expect(sliders[1]).toHaveValue("12");
});

it("goes where the browser cannot look", async () => {
  vi.mocked(readFrames).mockResolvedValue(null);
  renderApp(<TrimAndCover url="blob:clip" cut={wholeClip} onCut={vi.fn()} onLook={vi.fn()} />);
  await vi.waitFor(() => expect(screen.queryByRole("slider")).toBeNull());
});

it("tells the cover in time of what is left after the cut", () => {
  expect(editOf({ ...wholeClip, startMs: 1_000, endMs: 3_000, coverMs: 2_000 })).toEqual({
    coverMs: 1_000,
    edit: { startMs: 1_000, endMs: 3_000, muted: false },
  });
});

it("says nothing of a clip that stays whole", () => {
  expect(editOf(wholeClip)).toEqual({ coverMs: undefined, edit: undefined });
});
