/**
 * Who can do something about a skip.
 * `fix`: the user, by a small change or a promise. `limit`: nobody today, the tool does not understand this yet.
 * `bug`: we, and the report asks for the input.
 */
export type SkipClass = "fix" | "limit" | "bug";

/** One reason to leave code as it is. Codes are stable: users grep for them. */
export interface SkipRow {
  readonly class: SkipClass;
  /** What was left: one expression, a whole file, or a comment or directive of ours. */
  readonly about: "region" | "file" | "comment";
  /** What happened to the code, after the class: `limit: not fused`. */
  readonly outcome: string;
  /** What was seen and why it matters. Whole sentences. */
  readonly why: string;
  /** What the reader can do. Whole sentences. */
  readonly mend: string;
}

const rows = {
  "E-SYNTAX": {
    class: "fix",
    about: "file",
    outcome: "file not parsed",
    why: "The parser stopped here, so nothing in this file was looked at.",
    mend: "Correct the syntax. Flow types are not supported.",
  },
  "E-UNREADABLE": {
    class: "fix",
    about: "file",
    outcome: "file not read",
    why: "The file could not be opened, so nothing in it was looked at.",
    mend: "Check that it exists and that you may read it, or leave it out with --ignore.",
  },
  "E-BINARY": {
    class: "fix",
    about: "file",
    outcome: "file not read",
    why: "The file holds a zero byte: it is no source text, whatever its name says.",
    mend: "Leave it out with --ignore.",
  },
  "E-ENCODING": {
    class: "fix",
    about: "file",
    outcome: "file not read",
    why: "The file is not UTF-8, and guessing its encoding could damage it.",
    mend: "Convert it to UTF-8, or leave it out with --ignore.",
  },
  "E-NOT-WRITTEN": {
    class: "fix",
    about: "file",
    outcome: "file not written",
    why: "The improved text could not be put in place. The file is as it was.",
    mend: "Check that you may write the file and its folder, and run again.",
  },
  "E-UNUSED-IGNORE": {
    class: "fix",
    about: "comment",
    outcome: "ignore without effect",
    why: "Nothing in the code that this ignores would have been changed.",
    mend: "Remove the comment or directive.",
  },
  "E-CHANGED-BEFORE": {
    class: "fix",
    about: "region",
    outcome: "left alone",
    why: "Another Babel plugin changed this code's syntax tree before eqsat saw it, so text and tree disagree.",
    mend: 'List "eqsat/babel" first in `plugins`.',
  },
  "E-NO-SOURCE": {
    class: "limit",
    about: "file",
    outcome: "file not optimized",
    why: "Babel was given a syntax tree without its text, and edits are made against the text.",
    mend: "Run eqsat where the source is parsed, or pass the code to transformFromAst.",
  },
  "E-TOO-DEEP": {
    class: "limit",
    about: "file",
    outcome: "file not optimized",
    why: "Code is nested so deep, or an expression has so many operands, that the stack was not enough to walk it.",
    mend: "Nothing needs doing: the code is correct as it is.",
  },
  "E-LONG-CHAIN": {
    class: "limit",
    about: "region",
    outcome: "left alone",
    why: "The chain has more links than eqsat looks into: what that takes grows faster than the chain.",
    mend: "Nothing needs doing: the code is correct as it is.",
  },
  "E-CALLBACK-IMPURE": {
    class: "limit",
    about: "region",
    outcome: "not fused",
    why: "Two parts of the chain may both have effects (callbacks, or conversions), and fusing would interleave them.",
    mend: "All parts but one have to be free of effects. If no getter has any, say so: assume.pureGetters.",
  },
  "E-CALLBACK-UNKNOWN": {
    class: "limit",
    about: "region",
    outcome: "not fused",
    why: "The callback is neither written here nor a function of this module that is never reassigned and never comes to itself.",
    mend: "Write the callback in place, or import nothing that could be a constant function of this module.",
  },
  "E-CALLBACK-ASYNC": {
    class: "limit",
    about: "region",
    outcome: "not fused",
    why: "An async or generator callback gives a promise or an iterator, which a loop cannot hold in its place.",
    mend: "Nothing needs doing: the code is correct as it is.",
  },
  "E-CALLBACK-FORM": {
    class: "limit",
    about: "region",
    outcome: "not fused",
    why: "The callback's body cannot stand in a loop: it uses `this`, `arguments`, `var`, its own name, or a default.",
    mend: "An arrow function with `const` and `let` inside can be inlined.",
  },
  "E-ARRAY-ARGUMENT": {
    class: "fix",
    about: "region",
    outcome: "not fused",
    why: "The callback takes the array as its last parameter, or rest parameters, so the array has to exist.",
    mend: "Leave the parameter out if it is not needed.",
  },
  "E-PATCHED": {
    class: "fix",
    about: "region",
    outcome: "not fused",
    why: "assume.builtinsIntact is false: a method of an array may do anything, and so may its iterator.",
    mend: "Leave the assumption at its default if nobody patches the built-ins.",
  },
  "E-METHOD": {
    class: "limit",
    about: "region",
    outcome: "not fused",
    why: "This method is not understood yet.",
    mend: "Nothing needs doing: the code is correct as it is.",
  },
  "E-ARGUMENT": {
    class: "fix",
    about: "region",
    outcome: "not fused",
    why: "This argument is evaluated after the stages before it have run, and its value may depend on that.",
    mend: "Put it into a `const` before the chain.",
  },
  "E-PAIRS": {
    class: "limit",
    about: "region",
    outcome: "not fused",
    why: "What the map or object is made of need not be fresh pairs: only a callback that returns `[key, value]` tells.",
    mend: "Nothing needs doing: the code is correct as it is.",
  },
  "E-LOOP-BODY": {
    class: "limit",
    about: "region",
    outcome: "not fused",
    why: "The body of the `for…of` is long, awaits or yields, or its variable is declared elsewhere.",
    mend: "Nothing needs doing: the code is correct as it is.",
  },
  "E-RANGE-LENGTH": {
    class: "fix",
    about: "region",
    outcome: "not fused",
    why: "The length of the range is not a variable or constant, so nothing is known of it.",
    mend: "Put it into a `const` before the chain.",
  },
  "E-INDEX": {
    class: "limit",
    about: "region",
    outcome: "not fused",
    why: "A callback after a filter uses its index in a way that the loop cannot count.",
    mend: "Nothing needs doing: the code is correct as it is.",
  },
  "E-RESUME": {
    class: "limit",
    about: "region",
    outcome: "not fused",
    why: "If an element is not what the callbacks expect, the rest could not be done by the ordinary methods.",
    mend: "Nothing needs doing: the code is correct as it is.",
  },
  "E-PLACE": {
    class: "limit",
    about: "region",
    outcome: "not fused",
    why: "No statement can stand in front of this expression, and no function around it.",
    mend: "Put the chain into a `const` of its own.",
  },
  "E-UNTYPED": {
    class: "fix",
    about: "region",
    outcome: "not fused",
    why: "Functions inside of a callback get the types of their parameters from the array's, which the loop cannot name.",
    mend: "Annotate the array, or the parameters of the inner functions.",
  },
  "E-NOT-UNDERSTOOD": {
    class: "limit",
    about: "region",
    outcome: "left alone",
    why: "The code uses a form that eqsat does not look into yet.",
    mend: "Nothing needs doing: the code is correct as it is.",
  },
} as const;

export type SkipCode = keyof typeof rows;

/** Every reason to leave code as it is, with what it means and what to do. `docs/events.md` is made from it. */
export const skipCodes: Readonly<Record<SkipCode, SkipRow>> = rows;

export function isSkipCode(name: string): name is SkipCode {
  return Object.hasOwn(rows, name);
}
