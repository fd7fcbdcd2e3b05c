import { contrastWithInk } from "./contrast";

it.each([
  ["#FFC53D", 12],
  ["#ffffff", 19],
  ["#777777", 4.2],
  ["#000000", 0.9],
])("measures ink on %s", (colour, ratio) => {
  expect(contrastWithInk(colour)).toBeCloseTo(ratio, 0);
});

it("says nothing of what is no colour yet", () => {
  expect(contrastWithInk("")).toBeNull();
  expect(contrastWithInk("#ff")).toBeNull();
  expect(contrastWithInk("red")).toBeNull();
});
