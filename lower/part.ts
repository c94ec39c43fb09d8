import { isWithin, NUMBER } from "../ir/kinds.ts";
import type { Leaf, Part } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import { Unwritable } from "./body-writer.ts";
import { BOUND, type Helper } from "./guard.ts";
import { kindTest } from "./kind-test.ts";
import type { Place } from "./output.ts";
import { literalText } from "./text.ts";

/**
 * The part of an array that a loop is over, as `slice` takes it (ECMA-262, 23.1.3.28): the loop counts from 0, and reads
 * the array from where the part starts.
 */
export class PartWriter {
  /** What has to hold of the bounds for the loop to start. No rule knows of it: `slice` converts what is no number. */
  readonly tests: readonly string[];
  readonly helpers: Set<Helper> = new Set();
  /** Where it starts: a number, or the variable that holds it. */
  start = "0";
  private readonly part: Part;
  private readonly leaves: readonly Leaf<unknown>[];
  private readonly place: Place;

  constructor(part: Part, leaves: readonly Leaf<unknown>[], place: Place) {
    this.part = part;
    this.leaves = leaves;
    this.place = place;
    this.tests = [part.from, part.to].flatMap((bound) => this.testOf(bound));
  }

  /** The variable that `start` is, if it is one. */
  get variables(): readonly string[] {
    return /^\d/.test(this.start) ? [] : [this.start];
  }

  /** Declares `length`, the number of elements of the part: negative where that of the array, `whole`, may be so. */
  declare(length: string, whole: string, mayFail: boolean): string[] {
    const { from, to } = this.part;
    const first = from === undefined ? 0 : constantOf(from);
    const last = constantOf(to);
    if (first === 0 && to === undefined) return [`const ${length} = ${whole};`];
    if (first === 0 && last !== undefined && last >= 0)
      return [`const ${length} = Math.min(${whole}, ${literalText(last)});`];
    const isFromEnd = first === undefined || first < 0;
    const all = mayFail || isFromEnd ? this.place.fresh("all") : whole;
    const lines = all === whole ? [] : [`const ${all} = ${whole};`];
    if (isFromEnd) {
      this.start = this.place.fresh("start");
      lines.push(`const ${this.start} = ${this.bound(from!, all)};`);
    } else this.start = literalText(first);
    const count =
      !isFromEnd && (to === undefined || (last !== undefined && last < 0))
        ? `Math.max(${all} - ${literalText(first - (last ?? 0))}, 0)`
        : first === 0
          ? this.bound(to!, all)
          : `Math.max(${to === undefined ? all : this.bound(to, all)} - ${this.start}, 0)`;
    return [...lines, `const ${length} = ${mayFail ? `${all} < 0 ? ${all} : ` : ""}${count};`];
  }

  /** The index in the array of the element that is at `index` of the part. */
  at(index: string): string {
    return this.start === "0" ? index : `${index} + ${this.start}`;
  }

  /** A bound as `slice` takes it: from the end if it is negative, and within the array. */
  private bound(bound: Term, all: string): string {
    const constant = constantOf(bound);
    if (constant === undefined) {
      this.helpers.add(BOUND);
      return `${BOUND}(${all}, ${this.nameOf(bound)})`;
    }
    return constant < 0
      ? `Math.max(${all} - ${literalText(-constant)}, 0)`
      : `Math.min(${all}, ${literalText(constant)})`;
  }

  private nameOf(bound: Term): string {
    const variable = bound.op === "check" ? bound.args[0]! : bound;
    const leaf = variable.op === "var" ? this.leaves[Number(variable.payload)] : undefined;
    if (leaf?.form !== "variable") throw new Unwritable("E-LEAF");
    return leaf.name;
  }

  private testOf(bound: Term | undefined): readonly string[] {
    if (bound === undefined || bound.op === "const") return [];
    const name = this.nameOf(bound);
    if (bound.op !== "check") return [];
    const test = kindTest(name, Number(bound.payload), false);
    if (test === undefined || !isWithin(Number(bound.payload), NUMBER)) throw new Unwritable("E-TEST");
    return [test];
  }
}

/** A constant bound as a whole number, as `slice` converts it. */
function constantOf(bound: Term | undefined): number | undefined {
  return bound?.op === "const" && typeof bound.payload === "number" ? Math.trunc(bound.payload) || 0 : undefined;
}
