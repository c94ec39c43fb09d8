import { format } from "./format.ts";
import type { Build, FunctionSpec } from "./spec.ts";
import type { World } from "./world.ts";

/** A function that logs its name, `this` and arguments, does its deeds and gives what its description says. */
export function buildFunction(world: World, spec: FunctionSpec, build: Build): object {
  const fixed = typeof spec.gives === "object" ? build(world, spec.gives.value) : undefined;
  let calls = 0;
  const run = (self: unknown, args: readonly unknown[]): unknown => {
    const call = calls++;
    if (spec.silent !== true) {
      world.note(`${spec.name}.call(${[self, ...args].map((arg) => format(world, arg)).join(", ")})`);
      world.perform(spec.does, call, undefined, (part) => build(world, part));
    }
    switch (spec.gives) {
      case "arg0":
        return args[0];
      case "arg1":
        return args[1];
      case "arg2":
        return args[2];
      case "not":
        return !args[0];
      case "plus":
        return plus(args);
      case "count":
        return call;
      case "wrap":
        return [args[0]];
      case "this":
        return self;
      default:
        return fixed;
    }
  };
  return world.own(named(spec, run));
}

/** Adds what can be added without running code of the arguments. */
function plus(args: readonly unknown[]): unknown {
  const [a, b] = args;
  if (typeof a === "number") return typeof b === "number" && args.length < 3 ? a + b : a + 1;
  return typeof a === "string" ? `${a}!` : a;
}

function named(spec: FunctionSpec, run: (self: unknown, args: readonly unknown[]) => unknown): object {
  let made: object;
  if (spec.kind === "arrow") made = (...args: unknown[]) => run(undefined, args);
  else if (spec.kind === "class") made = class {};
  else if (spec.kind === "async") made = async (...args: unknown[]) => run(undefined, args);
  else if (spec.kind === "generator") {
    made = function* (this: unknown, ...args: unknown[]) {
      yield run(this, args);
    };
  } else {
    made = function (this: unknown, ...args: unknown[]) {
      return run(this, args);
    };
  }
  Object.defineProperty(made, "name", { value: spec.name, configurable: true });
  return made;
}
