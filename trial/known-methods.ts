import { join, Sketch } from "./shape.ts";

/** A call whose method is known: what it is called on, and with what. */
export interface MethodCall {
  readonly receiver: Sketch;
  /** Spread arguments are absent. */
  readonly args: readonly (Sketch | undefined)[];
}

type Reading = (call: MethodCall) => Sketch;

const number = (): Sketch => Sketch.of("number");
const string = (): Sketch => Sketch.of("string");
const boolean = (): Sketch => Sketch.of("boolean");

/** The receiver is a list, and its first argument is called with each element. Gives the callback's answer. */
function each({ receiver, args }: MethodCall): Sketch {
  receiver.be("array");
  const [callback] = args;
  if (callback === undefined) return new Sketch();
  callback.be("function");
  callback.param(0).join(receiver.element);
  callback.param(1).play("index");
  callback.param(2).join(receiver);
  return callback.returns;
}

/** As {@link each}, where the answer says yes or no. */
function ask(call: MethodCall): void {
  each(call).lean("boolean");
}

function list(reading: Reading): Reading {
  return (call) => {
    call.receiver.be("array");
    return reading(call);
  };
}

function text(reading: Reading): Reading {
  return (call) => {
    call.receiver.be("string");
    return reading(call);
  };
}

function folded({ receiver, args: [callback, start] }: MethodCall): Sketch {
  receiver.be("array");
  if (callback === undefined) return new Sketch();
  callback.be("function");
  const result = callback.param(0);
  callback.param(1).join(receiver.element);
  callback.param(2).play("index");
  result.join(callback.returns);
  return join(result, start ?? receiver.element);
}

const sameList = list(({ receiver }) => receiver);

/** Methods whose name tells what they are called on. */
export const knownMethods: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ["map", (call) => Sketch.listOf(each(call))],
  [
    "flatMap",
    (call) => {
      const list = each(call);
      const made = Sketch.of("array");
      if (list.kind === "array") made.join(list);
      return made;
    },
  ],
  [
    "filter",
    (call) => {
      ask(call);
      return Sketch.listOf(call.receiver.element);
    },
  ],
  [
    "some",
    (call) => {
      ask(call);
      return boolean();
    },
  ],
  [
    "every",
    (call) => {
      ask(call);
      return boolean();
    },
  ],
  [
    "find",
    (call) => {
      ask(call);
      return call.receiver.element;
    },
  ],
  [
    "findLast",
    (call) => {
      ask(call);
      return call.receiver.element;
    },
  ],
  [
    "findIndex",
    (call) => {
      ask(call);
      return number();
    },
  ],
  [
    "findLastIndex",
    (call) => {
      ask(call);
      return number();
    },
  ],
  [
    "forEach",
    (call) => {
      each(call);
      return new Sketch();
    },
  ],
  ["reduce", folded],
  ["reduceRight", folded],
  ["join", list(string)],
  [
    "push",
    list(({ receiver, args }) => {
      for (const arg of args) if (arg !== undefined) receiver.element.join(arg);
      return number();
    }),
  ],
  ["pop", list(({ receiver }) => receiver.element)],
  ["shift", list(({ receiver }) => receiver.element)],
  ["reverse", sameList],
  ["toReversed", sameList],
  ["toSorted", sameList],
  [
    "fill",
    list(({ receiver, args: [value] }) => {
      if (value !== undefined) receiver.element.join(value);
      return receiver;
    }),
  ],
  [
    "sort",
    list(({ receiver, args: [compare] }) => {
      compare?.be("function");
      for (const index of [0, 1]) compare?.param(index).join(receiver.element);
      return receiver;
    }),
  ],
  [
    "keys",
    ({ receiver }) => {
      receiver.be("array");
      return Sketch.listOf(number());
    },
  ],
  ["split", text(() => Sketch.listOf(string()))],
  ["trim", text(string)],
  ["toUpperCase", text(string)],
  ["toLowerCase", text(string)],
  ["padStart", text(string)],
  ["padEnd", text(string)],
  ["repeat", text(string)],
  ["replace", text(string)],
  ["replaceAll", text(string)],
  ["startsWith", text(boolean)],
  ["endsWith", text(boolean)],
  ["charCodeAt", text(number)],
  ["codePointAt", text(number)],
  ["charAt", text(string)],
  ["substring", text(string)],
  [
    "toFixed",
    ({ receiver }) => {
      receiver.be("number");
      return string();
    },
  ],
]);

/** Methods of lists and of texts alike: read when all else is known. */
export const sharedMethods: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ["slice", ({ receiver }) => receiver],
  ["concat", ({ receiver, args: [other] }) => (other === undefined ? receiver : join(receiver, other))],
  ["at", ({ receiver }) => (receiver.kind === "string" ? string() : receiver.element)],
  [
    "includes",
    ({ receiver, args: [item] }) => {
      if (item !== undefined && receiver.kind !== "string") receiver.element.join(item);
      return boolean();
    },
  ],
  [
    "indexOf",
    ({ receiver, args: [item] }) => {
      if (item !== undefined && receiver.kind !== "string") receiver.element.join(item);
      return number();
    },
  ],
  [
    "lastIndexOf",
    ({ receiver, args: [item] }) => {
      if (item !== undefined && receiver.kind !== "string") receiver.element.join(item);
      return number();
    },
  ],
]);

/** Functions of the language, called by these names. */
export const knownFunctions: ReadonlyMap<string, (args: readonly (Sketch | undefined)[]) => Sketch> = new Map<
  string,
  (args: readonly (Sketch | undefined)[]) => Sketch
>([
  ["Number", number],
  ["parseInt", number],
  ["parseFloat", number],
  ["Number.parseFloat", number],
  ["Number.parseInt", number],
  ["Number.isInteger", boolean],
  ["Number.isFinite", boolean],
  ["Number.isNaN", boolean],
  ["isNaN", boolean],
  ["isFinite", boolean],
  ["String", string],
  ["Boolean", boolean],
  ["Array.isArray", boolean],
  [
    "Object.keys",
    ([of]) => {
      recordOf(of);
      return Sketch.listOf(string());
    },
  ],
  ["Object.values", ([of]) => Sketch.listOf(recordOf(of))],
  ["Object.entries", ([of]) => Sketch.listOf(pair(string(), recordOf(of)))],
  [
    "Object.fromEntries",
    ([of]) => {
      const made = Sketch.of("record");
      if (of !== undefined) {
        of.be("array");
        made.element.join(of.element.prop("1"));
      }
      return made;
    },
  ],
]);

/** What is in an object that is used as a table. */
function recordOf(of: Sketch | undefined): Sketch {
  of?.be("record");
  return of?.element ?? new Sketch();
}

function pair(first: Sketch, second: Sketch): Sketch {
  const made = Sketch.of("tuple");
  made.prop("0").join(first);
  made.prop("1").join(second);
  return made;
}
