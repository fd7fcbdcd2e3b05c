import { HttpResponse, http } from "msw";
import { aVideo } from "@/test/fixtures";
import { server } from "@/test/server";
import { sendCaptions } from "./captions-fields";

it("sends a chosen file as WebVTT in its language, and nothing where none was chosen", async () => {
  const sent: string[] = [];
  server.use(
    http.put("*/api/videos/v1/captions/:locale", async ({ request, params }) => {
      sent.push(String(params.locale), await request.text());
      return HttpResponse.json(aVideo("v1"));
    }),
  );
  const form = new FormData();
  form.set("captionsLocale", "fr");
  await sendCaptions("v1", form);
  expect(sent).toEqual([]);
  const file = new File([""], "a.srt");
  Object.assign(file, { text: () => Promise.resolve("1\n00:00:01,000 --> 00:00:02,000\nBonjour") });
  vi.spyOn(file, "size", "get").mockReturnValue(40);
  form.set("captions", file);
  vi.spyOn(form, "get").mockImplementation((name) => (name === "captions" ? file : "fr"));
  await sendCaptions("v1", form);
  expect(sent).toEqual(["fr", "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nBonjour"]);
});
