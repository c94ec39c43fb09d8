import type { Term } from "../../ir/term.ts";

/** Which terms are equal, by pairs that were shown to be and by congruence: from equal parts, equal wholes. */
export class Congruence {
  readonly #pairs: (readonly [Term, Term])[] = [];
  #classes = new Map<string, number>();
  #parents: number[] = [];

  add(a: Term, b: Term): void {
    this.#pairs.push([a, b]);
    this.#classes = new Map();
    this.#parents = [];
    // Until nothing follows any more: terms are few and small.
    for (let size = -1; size !== this.#parents.filter((parent, id) => parent !== id).length; ) {
      size = this.#parents.filter((parent, id) => parent !== id).length;
      for (const [left, right] of this.#pairs) this.#parents[this.#classOf(left)] = this.#classOf(right);
    }
  }

  equal(a: Term, b: Term): boolean {
    return this.#classOf(a) === this.#classOf(b);
  }

  #classOf(term: Term): number {
    const args = term.args.map((arg) => this.#classOf(arg));
    const payload = Object.is(term.payload, -0) ? "-0" : String(term.payload);
    const key = `${term.op} ${typeof term.payload} ${JSON.stringify(payload)} ${args.join()}`;
    let id = this.#classes.get(key);
    if (id === undefined) {
      id = this.#parents.length;
      this.#classes.set(key, id);
      this.#parents.push(id);
    }
    while (this.#parents[id] !== id) id = this.#parents[id]!;
    return id;
  }
}
