import { attachCaptions, chooseCaptions } from "./captions";

afterEach(() => vi.unstubAllGlobals());

const caption = (locale: string, auto = false) => ({
  locale,
  auto,
  label: locale,
  url: `/media/v1/${locale}.vtt`,
});

it("prefers the viewer's language, then words a person wrote", () => {
  const all = [caption("fr", true), caption("pt-BR"), caption("de")];
  expect(chooseCaptions(all, "de")?.locale).toBe("de");
  expect(chooseCaptions(all, "pt")?.locale).toBe("pt-BR");
  expect(chooseCaptions(all, "en")?.locale).toBe("pt-BR");
  expect(chooseCaptions([caption("fr", true)], "en")?.locale).toBe("fr");
  expect(chooseCaptions([], "en")).toBeNull();
});

it("leaves the element as it was when captions are switched off", () => {
  const video = document.createElement("video");
  // jsdom gives track elements no text track.
  Object.defineProperty(HTMLTrackElement.prototype, "track", {
    configurable: true,
    get: () => ({ mode: "disabled", cues: [] }),
  });
  const detach = attachCaptions(video, [caption("en")], "en");
  expect(video.querySelector("track")).toHaveAttribute("srclang", "en");
  detach();
  expect(video.querySelector("track")).toBeNull();
});

it.each([
  ["a film that fills its stage", { offsetTop: 0, offsetHeight: 767 }, 56],
  ["a film lower than its stage", { offsetTop: 268, offsetHeight: 231 }, 70],
])("stands above the words with %s", (_, box, line) => {
  class Cue {
    snapToLines = true;
    line = -1;
  }
  vi.stubGlobal("VTTCue", Cue);
  const cue = new Cue();
  Object.defineProperty(HTMLTrackElement.prototype, "track", {
    configurable: true,
    get: () => ({ mode: "disabled", cues: [cue] }),
  });
  const stage = document.createElement("div");
  const video = document.createElement("video");
  stage.append(video);
  const measured = (element: HTMLElement, sizes: object) =>
    Object.entries(sizes).forEach(([name, value]) =>
      Object.defineProperty(element, name, { value }),
    );
  measured(stage, { offsetHeight: 767 });
  measured(video, box);
  attachCaptions(video, [caption("en")], "en");
  video.querySelector("track")!.dispatchEvent(new Event("load"));
  expect(cue.snapToLines).toBe(false);
  expect(cue.line).toBeCloseTo(line, 0);
});
