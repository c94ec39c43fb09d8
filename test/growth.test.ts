import { Session } from "node:inspector/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { optimize } from "../plugin/index.ts";
import { growthShapes } from "./growth-shapes.ts";

/*
 * No input takes time by the square of its size. What is counted is how often each block of code runs, as V8's coverage
 * tells it, over the whole of optimize, Babel included: the same on every machine.
 */

const session = new Session();

beforeAll(async () => {
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
});

afterAll(async () => {
  await session.post("Profiler.stopPreciseCoverage");
  session.disconnect();
});

/** Runs of blocks while `job` runs. */
async function workOf(job: () => void): Promise<number> {
  await session.post("Profiler.takePreciseCoverage");
  job();
  const { result } = await session.post("Profiler.takePreciseCoverage");
  return result
    .flatMap(({ functions }) => functions)
    .flatMap(({ ranges }) => ranges)
    .reduce((sum, { count }) => sum + count, 0);
}

/** Twice the input, this many times the work: a little more than twice, since sorting takes some. */
const GROWTH = 2.5;

describe("the work grows with the size", () => {
  test.each(Object.entries(growthShapes))(
    "%s",
    async (_, { size, text }) => {
      const run = (n: number): void => {
        const { events } = optimize(text(n), { filename: "growth.mjs" });
        expect(events.filter(({ kind }) => kind === "bug")).toEqual([]);
      };
      // Tables are made, and rules compiled, when they are first used.
      run(size);
      run(4 * size);
      const works: number[] = [];
      for (const n of [size, 2 * size, 4 * size]) works.push(await workOf(() => run(n)));
      const [once, twice, fourfold] = works;
      expect(fourfold! / twice!, `${works.join(" / ")} blocks`).toBeLessThan(GROWTH);
      expect(once).toBeGreaterThan(0);
    },
    60_000,
  );

  test("work by the square is noticed", async () => {
    const square = (n: number): void => {
      let pairs = 0;
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) pairs++;
      expect(pairs).toBe(n * n - n);
    };
    expect((await workOf(() => square(2000))) / (await workOf(() => square(1000)))).toBeGreaterThan(3);
  });
});
