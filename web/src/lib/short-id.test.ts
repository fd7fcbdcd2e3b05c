import { fromShortId, toShortId } from "./short-id";

it("turns an id into 22 characters and back", () => {
  const id = "0197f000-1234-7abc-8def-00ff00ff00ff";
  expect(toShortId(id)).toHaveLength(22);
  expect(fromShortId(toShortId(id))).toBe(id);
});

it("refuses what is no id", () => {
  expect(fromShortId("../../etc/passwd")).toBeNull();
  expect(fromShortId("short")).toBeNull();
});
