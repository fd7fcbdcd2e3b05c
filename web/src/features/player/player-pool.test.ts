import { createPlayerPool } from "./player-pool";

it("never makes more than three players and recycles the one used longest ago", () => {
  const pool = createPlayerPool();
  const first = pool.acquire("a");
  pool.acquire("b");
  pool.acquire("c");
  pool.acquire("a");
  pool.release("b");
  expect(pool.acquire("d")).not.toBe(first);
  const recycled = pool.acquire("e");
  expect(pool.size).toBe(3);
  expect(recycled.getAttribute("src")).toBeNull();
});

it("gives the same holder the same player", () => {
  const pool = createPlayerPool();
  expect(pool.acquire("a")).toBe(pool.acquire("a"));
});
