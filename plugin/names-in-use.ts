import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { type NameCounts, nameCounts } from "./syntax-tree.ts";

/**
 * How often each function mentions each name: counted once, and kept up to date while regions are written. A function
 * may hold as many regions as it is long.
 */
export class NamesInUse {
  private readonly byFunction = new Map<t.Node, FunctionNames>();

  /** The names within `root`, the nodes of `except`, which are parts of it, aside. */
  around(root: t.Node, except: readonly t.Node[]): TakenNames {
    return new TakenNames(this.within(root), nameCounts(except));
  }

  within(root: t.Node): FunctionNames {
    let names = this.byFunction.get(root);
    if (names === undefined) {
      names = new FunctionNames(nameCounts([root]));
      this.byFunction.set(root, names);
    }
    return names;
  }

  /** Nodes around `path`, or at it, hold `written` now instead of what `removed` counts. */
  replace(path: NodePath, removed: NameCounts, written: readonly t.Node[]): void {
    let added: NameCounts | undefined;
    for (let each: NodePath | null = path; each !== null; each = each.parentPath) {
      const names = this.byFunction.get(each.node);
      if (names === undefined) continue;
      added ??= nameCounts(written);
      names.change(removed, added);
    }
  }
}

class FunctionNames {
  private readonly counts: Map<string, number>;
  /** For some stems, a number below which all names are mentioned. */
  private readonly numbers = new Map<string, number>();

  constructor(counts: NameCounts) {
    this.counts = new Map(counts);
  }

  /** Is `name` mentioned more than `times`? */
  has(name: string, times = 0): boolean {
    return (this.counts.get(name) ?? 0) > times;
  }

  /** The first number that, behind `stem`, makes a name that is not mentioned. */
  firstFree(stem: string): number {
    let number = this.numbers.get(stem) ?? 2;
    while (this.counts.has(`${stem}${number}`)) number++;
    this.numbers.set(stem, number);
    return number;
  }

  change(removed: NameCounts, added: NameCounts): void {
    for (const [name, count] of added) this.counts.set(name, (this.counts.get(name) ?? 0) + count);
    for (const [name, count] of removed) {
      const left = (this.counts.get(name) ?? 0) - count;
      if (left > 0) this.counts.set(name, left);
      else {
        this.counts.delete(name);
        for (const stem of stemsOf(name)) this.numbers.delete(stem);
      }
    }
  }
}

/** The names that a region's own may clash with. */
export class TakenNames {
  private readonly around: FunctionNames;
  private readonly except: NameCounts;
  private readonly added = new Set<string>();
  private exceptStems: ReadonlySet<string> | undefined;

  constructor(around: FunctionNames, except: NameCounts) {
    this.around = around;
    this.except = except;
  }

  has(name: string): boolean {
    return this.added.has(name) || this.around.has(name, this.except.get(name));
  }

  add(name: string): void {
    this.added.add(name);
  }

  /** A number from 2 on below which, behind `stem`, all names are taken. */
  firstNumber(stem: string): number {
    this.exceptStems ??= new Set([...this.except.keys()].flatMap(stemsOf));
    return this.exceptStems.has(stem) ? 2 : this.around.firstFree(stem);
  }
}

/** What `name` may be a stem and a number of. */
function stemsOf(name: string): string[] {
  const stems: string[] = [];
  for (let end = name.length - 1; end > 0 && /\d/.test(name[end]!); end--) stems.push(name.slice(0, end));
  return stems;
}
