import type { Case, Spec } from "../../trial/spec.ts";
import { isDescription, show } from "../../trial/spec.ts";

/** Makes the inputs of `input` simpler for as long as `stillFails`. */
export async function shrinkCase(input: Case, stillFails: (candidate: Case) => Promise<boolean>): Promise<Case> {
  let current = input;
  for (let improved = true, rounds = 0; improved && rounds < 200; rounds++) {
    improved = false;
    for (const candidate of simpler(current)) {
      if (show(candidate).length >= show(current).length || !(await stillFails(candidate))) continue;
      current = candidate;
      improved = true;
      break;
    }
  }
  return current;
}

function* simpler(input: Case): Iterable<Case> {
  for (const key of ["self", "touch", "boomAt"] as const) {
    if (input[key] !== undefined) {
      const { [key]: _, ...rest } = input;
      yield rest;
    }
  }
  if (input.args.length > 0) yield { ...input, args: input.args.slice(0, -1) };
  for (const [i, arg] of input.args.entries()) {
    for (const other of simplerSpecs(arg)) yield { ...input, args: input.args.with(i, other) };
  }
}

/** Simpler descriptions: parts, fewer items, fewer fields. */
function* simplerSpecs(spec: Spec): Iterable<Spec> {
  if (spec === undefined || spec === 0 || spec === 1) return;
  if (typeof spec === "number" && !Number.isInteger(spec)) yield 1;
  if (!isDescription(spec)) {
    if (spec !== null) yield 1;
    return;
  }
  yield { k: "array", items: [] };
  yield 1;
  for (const [key, value] of Object.entries(spec)) {
    if (key === "k" || value === undefined) continue;
    if (Array.isArray(value)) {
      for (const i of value.keys()) yield { ...spec, [key]: value.toSpliced(i, 1) } as Spec;
      for (const [i, item] of value.entries()) {
        for (const other of simplerParts(item)) yield { ...spec, [key]: value.with(i, other) } as Spec;
      }
    } else if (["like", "ctor", "state", "own", "length", "does", "proto", "get", "has", "revoked"].includes(key)) {
      const { [key]: _, ...rest } = spec as unknown as Record<string, unknown>;
      yield rest as unknown as Spec;
    }
    if (key === "target" || (key === "value" && spec.k !== "boxed")) {
      yield value as Spec;
      for (const other of simplerSpecs(value as Spec)) yield { ...spec, [key]: other } as Spec;
    }
  }
}

/** Items may be values, holes, accessors, properties or deeds. */
function* simplerParts(item: unknown): Iterable<unknown> {
  if (isDescription(item)) {
    if (item.k === "hole") return;
    yield 1;
    if (item.k === "accessor") {
      if (item.does !== undefined) yield { k: "accessor", value: item.value };
      return;
    }
    yield* simplerSpecs(item);
  } else if (typeof item === "object" && item !== null && "key" in item && "value" in item) {
    for (const other of simplerParts(item.value)) yield { ...item, value: other };
  } else if (typeof item !== "object") yield* simplerSpecs(item as Spec);
}
