import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { aMe, aUser } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer, listOf } from "@/test/states";
import PeopleSheet from "./people-sheet";

it("says of each how one stands to them, also where a request waits for an answer", async () => {
  const stranger = { following: false, followedBy: false, requested: false };
  server.use(
    http.get("/api/users/ana/followers", () =>
      HttpResponse.json({
        items: [
          { ...aUser("bela"), viewer: { ...stranger, requested: true } },
          { ...aUser("cleo"), viewer: { ...stranger, followedBy: true } },
          { ...aUser("dora"), viewer: { ...stranger, following: true } },
        ],
        nextCursor: null,
      }),
    ),
  );
  renderApp(<PeopleSheet username="ana" list="followers" onClose={() => undefined} />, {
    me: aMe(),
  });
  expect(await screen.findByRole("button", { name: "Requested @bela" })).toBeVisible();
  expect(screen.getByRole("button", { name: "Follow back @cleo" })).toBeVisible();
  expect(screen.getByRole("button", { name: "Following @dora" })).toBeVisible();
});

describe("when nobody is there", () => {
  beforeEach(() => server.use(http.get("/api/users/ana/:list", answer(listOf()))));
  const show = (list: "followers" | "following", me: string) =>
    renderApp(<PeopleSheet username="ana" list={list} onClose={() => undefined} />, {
      me: aMe(me),
    });

  it.each([
    ["followers", "Nobody follows you yet.", "Post a clip", "/upload"],
    ["following", "You follow nobody yet.", "Find people", "/discover"],
  ] as const)("leads on from one's own %s", async (list, words, way, href) => {
    show(list, "ana");
    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.getByRole("link", { name: way })).toHaveAttribute("href", href);
  });

  it.each([
    ["followers", "Nobody follows this person yet."],
    ["following", "This person follows nobody yet."],
  ] as const)("only says so of the %s of somebody else", async (list, words) => {
    show(list, "bela");
    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.queryByRole("link")).toBeNull();
  });
});
