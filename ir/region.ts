import type { Effect } from "./effects.ts";
import type { Kinds } from "./kinds.ts";
import type { Term } from "./term.ts";

/** What is known about the value of a leaf before any rule has run. */
export interface LeafFacts {
  readonly kinds: Kinds;
  /** What evaluating the leaf may do. */
  readonly effect: Effect;
  /** The kinds of its elements, if it is an array. */
  readonly elem: Kinds;
  /** {@link PLAIN}, {@link PACKED}, {@link PRIVATE}, or 0 where nothing is known. */
  readonly array: number;
}

/** A true Array with the pristine methods and no accessor elements. */
export const PLAIN = 1;
/** Without holes. */
export const PACKED = 2;
/** Nobody else holds it: reading it sees no foreign write. */
export const PRIVATE = 4;
/** A fresh array of our own making. */
export const FRESH: number = PLAIN | PACKED | PRIVATE;

/** How the emitted code evaluates a leaf. */
export type LeafForm =
  /** A variable: its name stands for it, at any place of the region. */
  | "variable"
  /** An expression that is evaluated once, before the loop. */
  | "expression"
  /** A callback whose body we do not look into: evaluated where its element is, with its parameters bound. */
  | "callback"
  /** A call of a function that the user promised to be pure: its node is the callee. */
  | "pure";

/** An operand of a region that the rules do not look into. `Node` is the host's syntax node. */
export interface Leaf<Node> extends LeafFacts {
  readonly form: LeafForm;
  readonly node: Node;
  /** The name of a variable, or a wish for one. */
  readonly name: string;
  /** Of a callback: wishes for its arguments. */
  readonly parameters?: readonly string[];
  /** Of an expression that makes an object: it may do so anywhere before it is used, once. */
  readonly fresh?: boolean;
  /** Of a callback that writes what is its own: the variables of the function around it that it assigns. */
  readonly assigns?: readonly string[];
  /** Of a step that copies its accumulator: the body that adds to it in place, and the helpers that it calls. */
  readonly inPlace?: { readonly body: Node; readonly calls: readonly string[] };
  /** Does its text tell TypeScript its type? */
  readonly typed?: boolean;
  /** Of a callback that stands for the body of a `for…of` loop: the loop. */
  readonly loop?: Node;
}

/** One link of a chain as the source wrote it: what runs when the fast loop is left. */
export interface Stage<Node> {
  /** A method name, for example `map`. */
  readonly method: string;
  /** The arguments as written. */
  readonly args: readonly Node[];
  /** Does a callback among them take an index, at this position of its parameters? */
  readonly index: number | undefined;
  /** Does it make the elements of arrays that are no literals? */
  readonly flattens?: boolean;
  readonly range: SourceRange;
}

/** Offsets into the source, in UTF-16 code units. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/** How the source writes its numbers, by value: `0.50`, `1e6`, `0xff`. */
export type Literals = ReadonlyMap<unknown, string>;

/** Where the elements come from. */
export interface Source<Node> {
  /** `array`: read by index; `range`: 0 to the length. */
  readonly kind: "array" | "range";
  /** The array, or the length of the range. */
  readonly term: Term;
  /** Nothing proves it a plain array: the loop runs behind a guard. */
  readonly guarded: boolean;
  /** Does an annotation say that it is an array? Then TypeScript lets it be indexed. */
  readonly annotated: boolean;
  /** The expression that makes the array of a range: what runs instead of the loop if the length is no length. */
  readonly node: Node;
  /** The part of the array that the chain is over, as `slice` takes it: the elements and indices are those of the part. */
  readonly part?: Part;
}

/** Bounds of `slice` that need no conversion: numbers, or what a test at the loop's entry finds to be numbers. */
export interface Part {
  readonly from: Term | undefined;
  readonly to: Term | undefined;
}

/** What becomes of the elements when the last method of a chain is not itself a method call. */
export type Ending = "method" | "max" | "min" | "set" | "map" | "object" | "for-of" | "length" | "first" | "spread";

export interface LoopNames {
  readonly element: string;
  readonly index: string;
  readonly accumulator: string;
}

/** A chain of array methods, lifted: one stream per call, none fused yet. */
export interface Chain<Node> {
  readonly kind: "chain";
  readonly root: Term;
  readonly leaves: readonly Leaf<Node>[];
  readonly source: Source<Node>;
  readonly stages: readonly Stage<Node>[];
  /** For each leaf the stage whose callback it comes from, or undefined. */
  readonly stageOfLeaf: readonly (number | undefined)[];
  readonly ending: Ending;
  readonly range: SourceRange;
  /** May what the last stage calls throw? */
  readonly lastThrows: boolean;
  /** Declarations in front of it that hold parts of the chain, and go with it. */
  readonly absorbed: readonly Node[];
  /** The kinds of the accumulator, if a reduction has one. */
  readonly accumulator: Kinds;
  /** Names that the source gave to element, index and accumulator: wishes, for readable output. */
  readonly names: LoopNames;
  readonly literals: Literals;
  /** Does TypeScript know other types of the elements than it would find in a loop? */
  readonly retyped: boolean;
}

/** A maximal expression of operators over leaves. */
export interface Scalar<Node> {
  readonly kind: "scalar";
  readonly root: Term;
  readonly leaves: readonly Leaf<Node>[];
  readonly literals: Literals;
  readonly range: SourceRange;
}

export type Region<Node> = Chain<Node> | Scalar<Node>;
