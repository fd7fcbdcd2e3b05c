import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { renderApp } from "@/test/render";
import { FilePicker } from "./file-picker";

it("takes clips and says which files are none", async () => {
  const picked = vi.fn();
  renderApp(<FilePicker small={false} onPick={picked} />);
  const clip = new File(["x"], "a.mp4", { type: "video/mp4" });
  const unknown = new File(["x"], "b.mkv");
  await userEvent.upload(
    screen.getByLabelText("Choose clips", { selector: "input" }),
    [
      clip,
      new File([], "empty.mp4", { type: "video/mp4" }),
      new File(["x"], "page.html", { type: "text/html" }),
      unknown,
    ],
    { applyAccept: false },
  );
  expect(picked).toHaveBeenCalledWith([clip, unknown]);
  expect(screen.getByRole("alert")).toHaveTextContent(
    "empty.mp4 is empty. page.html is not a clip.",
  );
});
