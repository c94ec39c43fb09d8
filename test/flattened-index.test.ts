import { expect, test } from "vitest";
import { optimize } from "../plugin/index.ts";

/*
 * An element of a range is its index, so that whoever takes the place of a range's element for that of an item gets it
 * right by chance in most programs. Found by the fuzzer, in three stages that met.
 */

const heads = ["xs", "Array.from({ length: n }, (_, i) => i)", "Array(n).fill(2)", "[...Array(n).keys()]"];
const flats = [".flatMap((x) => (x ? 0 : []))", ".flatMap((x) => [x, 7])", ".flatMap((x) => h(x))"];
const stages = ["", ".map((x) => x)", ".filter(() => true)", ".map(() => 5)", ".filter((x) => x).map((x) => x)"];
const ends = [
  ".map((x, i) => [x, i])",
  ".filter((x, i) => i % 2)",
  ".forEach((x, i) => { log.push(i); })",
  ".reduce((a, x, i) => a + i, 0)",
  ".reduceRight((a, x, i) => a * 3 + i, 0)",
  ".find((x, i) => i === 2)",
  ".findIndex((x) => x === 7)",
  ".findLastIndex(() => true)",
  ".indexOf(7)",
  ".lastIndexOf(7)",
  ".some((x, i) => i > 2)",
];

type Main = (xs: unknown[], n: number, log: unknown[], h: (x: unknown) => unknown[]) => unknown;

function told(code: string, n: number): string {
  const main = new Function(`${code.replace("export ", "")}\nreturn main;`)() as Main;
  const log: unknown[] = [];
  const result = main([0, 1, 2, 3], n, log, (x) => [x, [x]]);
  return JSON.stringify([result, log]);
}

test("positions behind a flattening count what comes out of it", () => {
  let changed = 0;
  for (const head of heads)
    for (const flat of flats)
      for (const stage of stages)
        for (const end of ends) {
          const source = `export function main(xs, n, log, h) { return ${head}${flat}${stage}${end}; }`;
          const { code } = optimize(source);
          if (code !== source) changed++;
          for (const n of [4, 0]) expect(told(code, n), source).toBe(told(source, n));
        }
  expect(changed).toBeGreaterThan(500);
});
