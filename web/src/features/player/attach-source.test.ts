import { aVideo } from "@/test/fixtures";
import { attachSource } from "./attach-source";

let supported = true;
let load: () => void;
vi.mock("hls.js/light", () => ({
  get default() {
    load();
    return class {
      static isSupported = () => supported;
      static Events = { ERROR: "error" };
      on = (_event: string, handler: typeof hlsError) => (hlsError = handler);
      loadSource = loaded;
      attachMedia = () => undefined;
      destroy = destroyed;
    };
  },
}));
let hlsError: (event: string, data: { fatal: boolean }) => void;
const loaded = vi.fn();
const destroyed = vi.fn();

beforeEach(() => {
  supported = true;
  load = () => undefined;
});

const onlyHls = { ...aVideo().playback!, hls: "/media/v1.m3u8" };

function attach() {
  const element = document.createElement("video");
  const failed = vi.fn();
  element.addEventListener("error", failed);
  return { detach: attachSource(element, onlyHls, false), failed };
}

it("plays a playlist where there is no file, until it is taken away", async () => {
  const { detach, failed } = attach();
  await vi.waitFor(() => expect(loaded).toHaveBeenCalledWith("/media/v1.m3u8"));
  detach();
  expect(destroyed).toHaveBeenCalled();
  expect(failed).not.toHaveBeenCalled();
});

it("tells the element of an error nothing can be done about", async () => {
  loaded.mockClear();
  const { failed } = attach();
  await vi.waitFor(() => expect(loaded).toHaveBeenCalled());
  hlsError("error", { fatal: false });
  expect(failed).not.toHaveBeenCalled();
  hlsError("error", { fatal: true });
  expect(failed).toHaveBeenCalledOnce();
});

it("tells the element when the code that plays playlists does not arrive", async () => {
  load = () => {
    throw new Error("chunk");
  };
  const { failed } = attach();
  await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce());
});

it("tells the element when this browser cannot play them", async () => {
  supported = false;
  const { failed } = attach();
  await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce());
});

it("says nothing of a clip that is gone by then", async () => {
  load = () => {
    throw new Error("chunk");
  };
  const { detach, failed } = attach();
  detach();
  await vi.dynamicImportSettled();
  expect(failed).not.toHaveBeenCalled();
});
