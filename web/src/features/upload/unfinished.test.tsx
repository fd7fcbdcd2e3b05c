import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { aMe } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { Unfinished } from "./unfinished";
import { uploadQueue } from "./upload-queue";

const half = { id: "u1", fileName: "rain.mp4", size: 10_000_000, offset: 4_300_000, expiresAt: "" };

it("lists what was left half sent and lets it be discarded", async () => {
  let left = [half];
  server.use(
    http.get("*/api/uploads", () => HttpResponse.json({ items: left })),
    http.delete("*/api/uploads/u1", ({ request }) => {
      expect(request.headers.get("tus-resumable")).toBe("1.0.0");
      left = [];
      return new HttpResponse(null, { status: 204 });
    }),
  );
  renderApp(<Unfinished items={[]} />, { me: aMe() });
  expect(await screen.findByText("rain.mp4")).toBeVisible();
  expect(screen.getByText("43 % of 10 MB sent")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Discard rain.mp4" }));
  await waitFor(() => expect(screen.queryByText("rain.mp4")).toBeNull());
});

it("lists what was sent and not posted, and takes it up without its file", async () => {
  const sent = { ...half, id: "u2", fileName: "sun.mp4", offset: half.size };
  server.use(http.get("*/api/uploads", () => HttpResponse.json({ items: [sent] })));
  renderApp(<Unfinished items={[]} />, { me: aMe() });
  expect(await screen.findByText("All of it is there. Only posting is left.")).toBeVisible();
  expect(screen.queryByText(/Choose the same file again/)).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Go on" }));
  expect(uploadQueue.getItems()).toMatchObject([
    { name: "sun.mp4", phase: "sent", uploadId: "u2" },
  ]);
  uploadQueue.remove(uploadQueue.getItems()[0]!.id);
});
