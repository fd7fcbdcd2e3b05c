import { localMoment, momentOf } from "./schedule-field";

const form = (publishAt: string) => {
  const data = new FormData();
  data.set("publishAt", publishAt);
  return data;
};

it("reads back what it writes", () => {
  const iso = "2031-05-06T07:08:00.000Z";
  expect(momentOf(form(localMoment(iso)), "past")).toBe(iso);
  expect(localMoment(null)).toBe("");
  expect(momentOf(form(""), "past")).toBeNull();
});

it("refuses a time that has gone by", () => {
  expect(() => momentOf(form("2001-01-01T10:00"), "past")).toThrow(
    expect.objectContaining({ errors: { publishAt: ["past"] } }),
  );
});
