import { types } from "node:util";
import vm from "node:vm";
import { build } from "./build.ts";
import { format } from "./format.ts";
import type { Case } from "./spec.ts";
import { EXHAUSTED, World } from "./world.ts";

/** What a module needs from outside: host functions and values by name. */
export type Environment = Readonly<Record<string, unknown>>;
/** A compiled program: evaluates the module afresh and gives its top-level bindings. */
export type Factory = (environment: Environment) => Readonly<Record<string, unknown>>;

/** How a call ended. */
export interface Outcome {
  readonly kind: "returns" | "throws" | "rejects" | "fails to load";
  readonly value: unknown;
}

/** Everything that can be observed of one call. */
export interface Run {
  readonly world: World;
  readonly outcome: Outcome;
  /** What functions in the result answer when they are called, and what promises in it settle to. */
  readonly probes: readonly Outcome[];
  /** What the program's `peek()` shows of its variables, if it has one. */
  readonly state: unknown;
}

const toText = Function.prototype.toString;
const STEPS = 12;
const PROBES = 6;

/** Calls `body` in `world`; one that limits its time may throw instead. */
export type Caller = (body: () => unknown, world: World) => unknown;

/** Ends calls that run for longer: for programs that were not generated to end, e.g. while shrinking. */
export function timeLimit(milliseconds: number): Caller {
  return (body) => {
    Reflect.set(globalThis, "eqsatTimedCall", body);
    return vm.runInThisContext("eqsatTimedCall()", { timeout: milliseconds });
  };
}

/** Builds a fresh world for `input`, evaluates the module afresh and makes the call. */
export async function run(factory: Factory, input: Case, caller: Caller = (body) => body()): Promise<Run> {
  const world = new World();
  const host = hostFunctions(world, input);
  for (const spec of input.args) world.inputs.push(build(world, spec));
  const self = build(world, input.self);
  let members: Readonly<Record<string, unknown>>;
  try {
    members = caller(() => factory(host), world) as ReturnType<Factory>;
  } catch (value) {
    if (isTimeout(value)) world.exhausted = true;
    return { world, outcome: { kind: "fails to load", value }, probes: [], state: undefined };
  }
  const { poke, peek } = members;
  if (typeof poke === "function") world.poke = (value) => Reflect.apply(poke, undefined, [value]);
  const entry = members[input.call ?? "main"];
  let outcome = attempt((...args) => caller(() => apply(entry, self, args), world), world.inputs);
  if (outcome.kind === "returns") outcome = await settle(world, outcome.value, caller);
  if (isTimeout(outcome.value)) world.exhausted = true;
  const probes = world.exhausted ? [] : await probe(world, outcome.value, caller);
  let state: unknown;
  if (typeof peek === "function" && !world.exhausted) state = attempt(() => peek(), []).value;
  return { world, outcome, probes, state };
}

function isTimeout(value: unknown): boolean {
  return types.isNativeError(value) && Reflect.get(value, "code") === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}

function apply(entry: unknown, self: unknown, args: readonly unknown[]): unknown {
  if (typeof entry !== "function") throw new Error(`user: no such export: ${typeof entry}`);
  return Reflect.apply(entry, self, args);
}

function attempt(call: (...args: readonly unknown[]) => unknown, args: readonly unknown[]): Outcome {
  try {
    return { kind: "returns", value: call(...args) };
  } catch (value) {
    return { kind: "throws", value };
  }
}

/** Drains a generator, or waits for a promise while counting the turns of the microtask queue. */
async function settle(world: World, value: unknown, caller: Caller): Promise<Outcome> {
  if (types.isGeneratorObject(value)) return drain(world, value as unknown as Generator<unknown>, caller);
  if (!types.isPromise(value) || world.isOwn(value)) return { kind: "returns", value };
  let settled: Outcome | undefined;
  value.then(
    (result) => {
      settled = { kind: "returns", value: result };
    },
    (reason) => {
      settled = { kind: "rejects", value: reason };
    },
  );
  for (let turn = 0; settled === undefined && turn < 400; turn++) {
    if (!world.exhausted) tick(world);
    await undefined;
  }
  return settled ?? { kind: "returns", value: "never settled" };
}

function tick(world: World): void {
  try {
    world.note("turn");
  } catch (error) {
    if (error !== EXHAUSTED) throw error;
  }
}

async function drain(
  world: World,
  generator: Iterator<unknown> & { then?: unknown },
  caller: Caller,
): Promise<Outcome> {
  const seen: unknown[] = [];
  try {
    for (let step = 0; step < STEPS; step++) {
      const result: IteratorResult<unknown> | Promise<IteratorResult<unknown>> = caller(
        () => generator.next(step),
        world,
      ) as IteratorResult<unknown> | Promise<IteratorResult<unknown>>;
      const { value, done } = types.isPromise(result) ? ((await result) as IteratorResult<unknown>) : result;
      world.note(`step ${step}`);
      seen.push(value);
      if (done === true) break;
    }
  } catch (value) {
    return { kind: "throws", value: [...seen, value] };
  }
  return { kind: "returns", value: seen };
}

/** Calls the functions and awaits the promises that the program made and that its result holds. */
async function probe(world: World, value: unknown, caller: Caller): Promise<readonly Outcome[]> {
  const found: object[] = [];
  collect(world, value, found, 2);
  const probes: Outcome[] = [];
  for (const object of found) {
    if (world.exhausted) break;
    if (typeof object === "function") {
      const called = attempt((...args) => caller(() => apply(object, undefined, args), world), [3, "q"]);
      probes.push(called.kind === "returns" ? await settle(world, called.value, caller) : called);
    } else probes.push(await settle(world, object, caller));
  }
  return probes;
}

function collect(world: World, value: unknown, found: object[], depth: number): void {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return;
  if (found.length >= PROBES || world.isOwn(value)) return;
  if (types.isPromise(value) || types.isGeneratorObject(value)) found.push(value);
  else if (typeof value === "function") {
    if (isProgramFunction(value)) found.push(value);
  } else if (depth > 0 && !types.isProxy(value)) {
    for (const key of Object.keys(value).slice(0, 20)) {
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      collect(world, descriptor?.value, found, depth - 1);
    }
  }
}

/** Calling a built-in that happens to be in a result would tell nothing. */
function isProgramFunction(value: object): boolean {
  return !Reflect.apply(toText, value, []).includes("[native code]");
}

/** The functions that every program may call without the optimizer knowing anything about them. */
function hostFunctions(world: World, input: Case): Record<string, unknown> {
  const counts = { boom: 0, touch: 0 };
  const make = (spec: Parameters<typeof build>[1]): unknown => build(world, spec);
  const failure = world.own(new Error("user boom"));
  return {
    log: world.own(function log(...args: unknown[]): unknown {
      world.note(`log ${args.map((arg) => format(world, arg)).join(", ")}`);
      return args[0];
    }),
    ext: world.own(function ext(...args: unknown[]): unknown {
      world.note(`ext ${args.map((arg) => format(world, arg)).join(", ")}`);
      return derived(args[0]);
    }),
    boom: world.own(function boom(x: unknown): unknown {
      world.note(`boom ${format(world, x)}`);
      if (counts.boom++ === input.boomAt) throw failure;
      return x;
    }),
    touch: world.own(function touch(x: unknown): unknown {
      world.note(`touch ${format(world, x)}`);
      world.perform(input.touch, counts.touch++, undefined, make);
      return x;
    }),
    quiet: world.own(function quiet(x: unknown): unknown {
      return derived(x);
    }),
    input: world.own(function input(i: unknown): unknown {
      return world.inputs[Number(i)];
    }),
    state: world.own({ k: 1, list: [3, 1, 2] }),
  };
}

/** Some other value of the same type, without running code of `x`. */
function derived(x: unknown): unknown {
  if (typeof x === "number") return x * 2 - 1;
  if (typeof x === "string") return `${x}?`;
  return typeof x === "boolean" ? !x : x;
}
