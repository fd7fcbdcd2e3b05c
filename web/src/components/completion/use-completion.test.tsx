import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { useRef, useState } from "react";
import { aUser } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { never } from "@/test/states";
import { tokenAt, useCompletion } from "./use-completion";

function Box() {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const completion = useCompletion({ field, text, onText: setText });
  return (
    <div>
      {completion.list}
      <textarea
        ref={field}
        aria-label="Words"
        value={text}
        {...completion.fieldProps}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => completion.onKeyDown(event)}
      />
    </div>
  );
}

it("knows which word the caret is at", () => {
  expect(tokenAt("hello @an", 9)).toEqual({ sign: "@", word: "an", start: 6, end: 9 });
  expect(tokenAt("#köln", 5)).toMatchObject({ sign: "#", word: "köln" });
  expect(tokenAt("mail@example", 12)).toBeNull();
  expect(tokenAt("@an ", 4)).toBeNull();
});

it("completes a name from the keyboard", async () => {
  server.use(
    http.get("*/api/search/suggest", ({ request }) => {
      const query = new URL(request.url).searchParams;
      expect(query.get("types")).toBe("user");
      return HttpResponse.json({
        items: ["ana", "anton"].map((name) => ({ type: "user", user: aUser(name) })),
        nextCursor: null,
      });
    }),
  );
  renderApp(<Box />);
  const field = screen.getByLabelText("Words");
  await userEvent.type(field, "hello @an");
  expect(await screen.findAllByRole("option")).toHaveLength(2);
  await userEvent.keyboard("{ArrowDown}{Enter}");
  await waitFor(() => expect(field).toHaveValue("hello @anton "));
  expect(screen.queryByRole("listbox")).toBeNull();
});

it("offers nothing of an earlier word while the answer to this one is under way", async () => {
  const people = [aUser("anna"), { ...aUser("zoe"), displayName: "Ida Anton" }];
  server.use(
    http.get("*/api/search/suggest", ({ request }) =>
      request.url.endsWith("?q=an&types=user")
        ? HttpResponse.json({ items: people.map((user) => ({ type: "user", user })) })
        : never(),
    ),
  );
  renderApp(<Box />);
  const field = screen.getByLabelText("Words");
  await userEvent.type(field, "@an");
  expect(await screen.findAllByRole("option")).toHaveLength(2);
  await userEvent.keyboard("t");
  expect(screen.getByRole("option")).toHaveTextContent("Ida Anton");
  await userEvent.keyboard("{Backspace}{Backspace}{Backspace}bob{Enter}");
  expect(field).toHaveValue("@bob\n");
  await userEvent.clear(field);
  await userEvent.type(field, "#an");
  expect(screen.queryByRole("option")).toBeNull();
});

it("lets Escape refuse, and stays quiet when nothing answers", async () => {
  server.use(http.get("*/api/search/suggest", () => HttpResponse.error()));
  renderApp(<Box />);
  await userEvent.type(screen.getByLabelText("Words"), "#rain");
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(screen.queryByRole("listbox")).toBeNull();
  expect(screen.getByLabelText("Words")).toHaveValue("#rain");
});
