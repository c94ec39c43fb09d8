import type { Analysis, EGraph, Node } from "../../egraph/index.ts";
import type { Region } from "../../ir/region.ts";
import { isLeaf, type Payload, type Term } from "../../ir/term.ts";
import { createFacts, type FactAssumptions } from "../../rules/index.ts";

/** What is known of a leaf, or of the accumulator, by column. */
type LeafFacts = Readonly<Record<string, number>>;

/**
 * The facts of `rules/facts.ts` about terms as they read, from the leaves up: no classes, nothing that a rule united.
 * Stands in for the e-graph that conditions ask.
 */
export class TermFacts implements Pick<EGraph, "fact" | "nodes" | "find" | "intern" | "payload"> {
  readonly #analysis: Analysis;
  readonly #equal: (term: Term, facts: TermFacts) => Term | undefined;
  readonly #leaf: (term: Term) => LeafFacts | undefined;
  readonly #ids = new Map<string, number>();
  readonly #nodes: Node[] = [];
  readonly #facts: Map<string, number>[] = [];
  readonly #payloads: Payload[] = [undefined];

  /** `equal`: a part of a term that has the whole's value, for reads of literals; undefined otherwise. */
  constructor(
    region: Region<unknown>,
    assume: FactAssumptions,
    equal: (term: Term, facts: TermFacts) => Term | undefined,
  ) {
    this.#equal = equal;
    this.#analysis = createFacts(assume);
    this.#leaf = (term) => {
      if (term.op === "acc" && region.kind === "chain") return { kinds: region.accumulator };
      const leaf = isLeaf(term.op) ? region.leaves[Number(term.payload)] : undefined;
      return leaf && { kinds: leaf.kinds, effect: leaf.effect, elem: leaf.elem, array: leaf.array };
    };
  }

  /** The number of `term`: equal terms have the same. */
  id(term: Term): number {
    const children = term.args.map((arg) => this.id(arg));
    const key = `${term.op} ${this.intern(term.payload)} ${children.join()}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#nodes.length;
    const node: Node = { op: term.op, payload: term.payload, children };
    this.#ids.set(key, id);
    this.#nodes.push(node);
    this.#facts.push(new Map());
    const set = (column: string, value: number): void => {
      const { merge } = this.#analysis.columns[column]!;
      this.#facts[id]!.set(column, merge(this.fact(column, id), value));
    };
    this.#analysis.make(this.graph, node, set);
    for (const [column, value] of Object.entries(this.#leaf(term) ?? {})) set(column, value);
    const other = this.#equal(term, this);
    if (other !== undefined) this.learn(term, other, ["kinds", "lo", "hi"]);
    return id;
  }

  /** What conditions look at. */
  get graph(): EGraph {
    return this as unknown as EGraph;
  }

  fact(column: string, id: number): number {
    return this.#facts[id]!.get(column) ?? this.#analysis.columns[column]!.unknown;
  }

  nodes(id: number): readonly Node[] {
    return [this.#nodes[id]!];
  }

  /** Every term is a class of its own. */
  find(id: number): number {
    return id;
  }

  intern(payload: Payload): number {
    const known = this.#payloads.findIndex((each) => Object.is(each, payload));
    return known >= 0 ? known : this.#payloads.push(payload) - 1;
  }

  payload(interned: number): Payload {
    return this.#payloads[interned];
  }

  /** What is known of one term is known of an equal one; of one with the same value, some of it. */
  learn(term: Term, from: Term, columns: readonly string[] = this.#shared): void {
    const [a, b] = [this.id(term), this.id(from)];
    for (const column of columns) {
      const { merge } = this.#analysis.columns[column]!;
      this.#facts[a]!.set(column, merge(this.fact(column, a), this.fact(column, b)));
    }
  }

  /** All but the loop levels that a term mentions. */
  get #shared(): readonly string[] {
    return Object.keys(this.#analysis.columns).filter((column) => column !== "levels");
  }
}
