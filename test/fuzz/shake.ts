import type { Case, Spec } from "../../trial/spec.ts";
import { isDescription } from "../../trial/spec.ts";
import { Random } from "./random.ts";

/** 2^13 units in the last place: far more than what a few roundings move, far less than what is tolerated. */
const SHAKE = 2 ** -40;

/** `input` with every finite number in its arguments moved a little, each its own way. */
export function shaken(input: Case, seed: number): Case {
  const random = new Random(seed);
  const move = (spec: Spec): Spec => {
    if (typeof spec === "number") return spec + (random.chance(0.5) ? SHAKE : -SHAKE) * (1 + Math.abs(spec));
    if (!isDescription(spec)) return spec;
    if (spec.k === "array") {
      const items = spec.items.map((item) => (isElement(item) ? move(item) : item));
      return { ...spec, items };
    }
    if (spec.k !== "object") return spec;
    const props = spec.props.map((prop) => (isElement(prop.value) ? { ...prop, value: move(prop.value) } : prop));
    return { ...spec, props };
  };
  return { ...input, args: input.args.map(move) };
}

function isElement(item: unknown): item is Spec {
  return typeof item !== "object" || item === null || !("k" in item) || (item.k !== "hole" && item.k !== "accessor");
}
