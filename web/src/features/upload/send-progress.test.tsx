import { screen } from "@testing-library/react";
import { ApiProblem } from "@/lib/api/problem";
import { renderApp } from "@/test/render";
import { SendProgress } from "./send-progress";
import { uploadQueue } from "./upload-queue";

it("says what was wrong with a file, not that a form has marks", () => {
  uploadQueue.goOn({ id: "u1", fileName: "a.mp4", size: 0 });
  const problem = new ApiProblem(422, "validation_failed", "Check the marked fields.", {
    size: ["This is needed."],
  });
  const item = { ...uploadQueue.getItems()[0]!, phase: "failed" as const, problem };
  renderApp(<SendProgress item={item} />);
  expect(screen.getByRole("alert")).toHaveTextContent("This is needed.");
  uploadQueue.remove(uploadQueue.getItems()[0]!.id);
});
