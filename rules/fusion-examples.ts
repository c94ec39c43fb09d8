/** What makes the elements that a consumer of a fusion rule takes. */
export type Producer = "map" | "filter" | "flatMap" | "slice";

/** The rest of a pair in source text, where it fuses and where it must not: `log` may do anything. */
const examples: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  map: [".map((y) => y + 1)", ".map((y) => log(y))"],
  filter: [".filter((y) => y < 9)", ".filter((y) => log(y))"],
  "flat-map": [".flatMap((y) => [y, 1])", ".flatMap((y) => [log(y), 1])"],
  reduce: [".reduce((a, y) => a + y, 0)", ".reduce((a, y) => log(a, y), 0)"],
  "reduce-first": [".reduce((a, y) => a + y)", ".reduce((a, y) => log(a, y))"],
  "reduce-right": [".reduceRight((a, y) => [a, y], 0)", ".reduceRight((a, y) => log(a, y), 0)"],
  search: [".some((y) => y > 5)", ".some((y) => log(y))"],
  "search-last": [".findLast((y) => y > 5)", ".findLast((y) => log(y))"],
  // Both look at no element: any producer will do, but it has to be read, not written.
  count: [".length", ".length++"],
  set: ["", ".values()"],
  join: ['.join("-")', ".join(log(1))"],
  "to-map": ["", ".values()"],
  "to-object": ["", ".values()"],
  "for-each": [".forEach((y) => console.log(y))", ".forEach((y) => log(y))"],
};

/** What a whole chain is fed to, instead of a method of its own. */
export const wrappers: Readonly<Record<string, string>> = {
  set: "new Set",
  "to-map": "new Map",
  "to-object": "Object.fromEntries",
};

/** What a producer does where it fuses: a consumer that may do anything bears none that leaves the loop. */
const tested: Readonly<Record<string, Readonly<Record<Producer, string>>>> = {
  "for-each": { map: "[x]", filter: "x", flatMap: "x", slice: "" },
  // From the last element on there is no rest that ordinary methods could do.
  "reduce-right": { map: "[x]", filter: "x", flatMap: "x", slice: "" },
  others: { map: "x * 2", filter: "x > 2", flatMap: "x > 2", slice: "" },
};

/** Source text of a producer and the consumer of that name, which the rule fuses, or which it must not. */
export function exampleOf(producer: Producer, consumer: string, fires: boolean): string {
  const [yes, no] = examples[consumer]!;
  if (producer === "slice") return fires ? `Object.values(o).slice(1)${yes}` : `xs.slice(1)${no}`;
  const value = !fires ? "log(x)" : (tested[consumer] ?? tested.others)![producer];
  const wrapper = wrappers[consumer];
  const isOfPairs = wrapper !== undefined && consumer !== "set";
  const element = isOfPairs && producer !== "filter" ? `[x, ${value}]` : value;
  const body = producer === "flatMap" ? `[${element}${isOfPairs ? "" : ", 1"}]` : element;
  const head = isOfPairs && producer === "filter" ? "Object.entries(o)" : "Object.values(o)";
  const parameter = isOfPairs && producer === "filter" ? "[, x]" : "x";
  // Taking items apart may leave the loop, too: then it must not be seen what has been done before.
  const consumes = fires && producer === "flatMap" && consumer === "for-each" ? ".forEach((y) => y)" : undefined;
  const chain = `${head}.${producer}((${parameter}) => ${body})${consumes ?? (fires ? yes : no)}`;
  return wrapper === undefined ? chain : `${wrapper}(${chain})`;
}
