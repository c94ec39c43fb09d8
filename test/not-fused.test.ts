import { expect, test } from "vitest";
import { optimize } from "../plugin/index.ts";

/* What is pointed at where a chain is not fused, and whether the advice is one that helps. */

const pureAdvice =
  "All parts but one have to be free of effects. If `f` is, mark the call /* @__PURE__ */ or name it in assume.pure.";

test.each([
  ["xs.map((x) => f(x)).map((x) => x.p)", "f(x)", "may have an effect: `f` is not known to be pure", pureAdvice],
  ["xs.map((x) => x.p).filter((x) => x.q)", "x.p", "may run a getter", undefined],
  ["xs.map((x) => x.p).map((x) => f(x))", "f(x)", "may have an effect: `f` is not known to be pure", pureAdvice],
  ["xs.map((x) => /* @__PURE__ */ f(x)).map((x) => x.p)", "x.p", "may run a getter", undefined],
  ["xs.map((x) => x.a()).map((x) => x.p)", "x.a()", "may have an effect: `x.a` is not known to be pure", "Nothing"],
  ["xs.map((x) => x + '!').join()", "x + '!'", "may run code of an object that it converts", "Nothing"],
])("%s", (chain, focus, seen, advice) => {
  const source = `import { f } from "./f.js";\nexport const a = (xs) => ${chain};\n`;
  const [event] = optimize(source, { filename: "a.js" }).events;
  if (event?.kind !== "skipped") throw new Error(`not skipped: ${event?.kind}`);
  expect([event.code, event.seen]).toEqual(["E-CALLBACK-IMPURE", seen]);
  expect(source.slice(event.focus?.start.offset, event.focus?.end.offset)).toBe(focus);
  if (advice === undefined) expect(event.advice).toBeUndefined();
  else expect(event.advice).toContain(advice);
});

test("the advice helps where it is followed", () => {
  const source = "export const a = (xs) => xs.map((x) => x.p).filter((x) => x.q);\n";
  const { events } = optimize(source, { filename: "a.js", assume: { pureGetters: true } });
  expect(events[0]?.kind).toBe("improved");
});
