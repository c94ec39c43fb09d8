/** What a program expects at one place, as far as its text tells. Plain data: it may cross to another process. */
export type Shape =
  | { readonly kind: "unknown" | "boolean" | "nothing" }
  | { readonly kind: "number"; readonly role: "value" | "index" | "count"; readonly samples: readonly number[] }
  | { readonly kind: "string"; readonly samples: readonly string[] }
  | { readonly kind: "array" | "set" | "record"; readonly element: Shape }
  | { readonly kind: "tuple"; readonly items: readonly Shape[] }
  | { readonly kind: "map"; readonly key: Shape; readonly element: Shape }
  | { readonly kind: "object"; readonly props: readonly (readonly [name: string, shape: Shape])[] }
  | { readonly kind: "function"; readonly returns: Shape };

export type Kind = Shape["kind"];

/** Nested deeper than this, lists are empty and objects have no properties: types may contain themselves. */
const DEPTH = 5;

/**
 * A shape in the making. What is learned of one place holds for all that are joined with it, so `xs.map((x) => x.price)`
 * tells what is in `xs`.
 */
export class Sketch {
  #joined: Sketch | undefined;
  #kind: Kind | undefined;
  #leaning: Kind | undefined;
  #role: "value" | "index" | "count" = "value";
  #sized = false;
  #element: Sketch | undefined;
  #key: Sketch | undefined;
  #returns: Sketch | undefined;
  readonly #params: Sketch[] = [];
  readonly #props = new Map<string, Sketch>();
  readonly #samples = new Set<string | number>();

  static of(kind: Kind): Sketch {
    const sketch = new Sketch();
    sketch.be(kind);
    return sketch;
  }

  static listOf(element: Sketch, kind: "array" | "set" | "record" = "array"): Sketch {
    const sketch = Sketch.of(kind);
    join(sketch.element, element);
    return sketch;
  }

  get kind(): Kind | undefined {
    return this.#root.#kind;
  }

  /** The first that is learned of the kind counts: later evidence is weaker, or the program is for several. */
  be(kind: Kind): this {
    const root = this.#root;
    root.#kind ??= kind;
    return this;
  }

  /** Where nothing tells more. */
  lean(kind: Kind): void {
    this.#root.#leaning ??= kind;
  }

  /** It has a `length`. */
  beSized(): void {
    this.#root.#sized = true;
  }

  /** A number that counts, or one that points into a list. */
  play(role: "index" | "count"): void {
    this.be("number");
    if (this.#root.#role === "value") this.#root.#role = role;
  }

  /** A value that the program compares it with. */
  sample(value: string | number): void {
    this.#root.#samples.add(value);
  }

  get element(): Sketch {
    this.#root.#element ??= new Sketch();
    return this.#root.#element;
  }

  get key(): Sketch {
    this.#root.#key ??= new Sketch();
    return this.#root.#key;
  }

  get returns(): Sketch {
    this.#root.#returns ??= new Sketch();
    return this.#root.#returns;
  }

  param(index: number): Sketch {
    const params = this.#root.#params;
    while (params.length <= index) params.push(new Sketch());
    return params[index]!;
  }

  prop(name: string): Sketch {
    const props = this.#root.#props;
    let sketch = props.get(name);
    if (sketch === undefined) {
      sketch = new Sketch();
      props.set(name, sketch);
    }
    return sketch;
  }

  /** From now on both are one. */
  join(other: Sketch): void {
    const [a, b] = [this.#root, other.#root];
    if (a === b) return;
    b.#joined = a;
    a.#kind ??= b.#kind;
    a.#leaning ??= b.#leaning;
    a.#sized ||= b.#sized;
    if (a.#role === "value") a.#role = b.#role;
    for (const value of b.#samples) a.#samples.add(value);
    // What only one of them has is taken over as it is: a fresh one in its place would never end where shapes are cyclic.
    a.#element = joined(a.#element, b.#element);
    a.#key = joined(a.#key, b.#key);
    a.#returns = joined(a.#returns, b.#returns);
    for (const [index, param] of b.#params.entries()) a.#params[index] = joined(a.#params[index], param) ?? param;
    for (const [name, prop] of b.#props) a.#props.set(name, joined(a.#props.get(name), prop) ?? prop);
  }

  /** What is known now. */
  shape(depth: number = DEPTH): Shape {
    const root = this.#root;
    const inner = (sketch: Sketch | undefined): Shape =>
      sketch === undefined || depth === 0 ? { kind: "unknown" } : sketch.shape(depth - 1);
    const kind = root.#kind ?? root.#guess();
    switch (kind) {
      case "number": {
        const samples = [...root.#samples].filter((value) => typeof value === "number");
        return { kind, role: root.#role, samples };
      }
      case "string":
        return { kind, samples: [...root.#samples].filter((value) => typeof value === "string") };
      case "array":
      case "set":
      case "record":
        return { kind, element: inner(root.#element) };
      case "tuple":
        return {
          kind,
          items: [...root.#props].sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => inner(item)),
        };
      case "map":
        return { kind, key: inner(root.#key), element: inner(root.#element) };
      case "object":
        return { kind, props: depth === 0 ? [] : [...root.#props].map(([name, prop]) => [name, inner(prop)] as const) };
      case "function":
        return { kind, returns: inner(root.#returns) };
      default:
        return { kind };
    }
  }

  #guess(): Kind {
    if (this.#element !== undefined) return "array";
    if (this.#props.size > 0) return "object";
    if (this.#returns !== undefined) return "function";
    if (this.#sized) return "array";
    const [sample] = this.#samples;
    if (sample !== undefined) return typeof sample === "string" ? "string" : "number";
    return this.#leaning ?? "unknown";
  }

  get #root(): Sketch {
    let root: Sketch = this;
    while (root.#joined !== undefined) root = root.#joined;
    return root;
  }
}

function joined(a: Sketch | undefined, b: Sketch | undefined): Sketch | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return join(a, b);
}

/** Joins two sketches. Gives the first. */
export function join(a: Sketch, b: Sketch): Sketch {
  a.join(b);
  return a;
}
