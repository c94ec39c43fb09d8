/** A mistake put into the compiled text of the optimizer. The fuzzer must notice each. */
export interface PlantedBug {
  readonly name: string;
  /** Path inside the compiled tree. */
  readonly file: string;
  /** Must match exactly once: a bug that no longer fits the code has to be planted anew. */
  readonly find: RegExp;
  readonly replace: string;
}

const LOOP = "lower/loop.js";
const GUARD = "lower/guard.js";
const CONSUMER = "lower/consumer.js";
const BODY = "lower/body-writer.js";
const FUSION = "rules/fusion.js";

export const PLANTED_BUGS: readonly PlantedBug[] = [
  // Guards.
  { name: "the method is not compared", file: GUARD, find: /method === builtin && /, replace: "" },
  { name: "what is no array passes the guard", file: GUARD, find: / && Array\.isArray\(array\)/, replace: "" },
  { name: "the constructor is not compared", file: GUARD, find: /constructor === Array\b/, replace: "true" },
  { name: "the constructor is not read", file: GUARD, find: /array\.constructor;/, replace: "Array;" },
  { name: "the length is read twice", file: GUARD, find: /return length;/, replace: "return array.length;" },
  {
    name: "reads are not replayed",
    file: GUARD,
    find: /reads === undefined \? array : eqsatReplay\(array, reads\)/,
    replace: "array",
  },
  // The loop.
  { name: "no hole test", file: LOOP, find: /`if \(!\(\$\{index\} in \$\{array\}\)\) \$\{absent\}`/, replace: '""' },
  {
    name: "a hole does not leave the loop",
    file: LOOP,
    find: /!leavesAtHole \? "continue;"/,
    replace: 'true ? "continue;"',
  },
  {
    name: "the length is not held",
    file: LOOP,
    find: /\$\{index\} < \$\{length\}; \$\{index\}\+\+\) \{ \$\{holeTest/,
    replace: '${index} < ${isRange ? length : array + ".length"}; ${index}++) { ${holeTest',
  },
  {
    name: "effects of unused elements are dropped",
    file: FUSION,
    find: /mayBeDropped\(eg\.fact\("effect", element\)\)/,
    replace: "true",
  },
  {
    name: "no test of an element",
    file: BODY,
    find: /this\.lines\.push\(`if \(\$\{fails\}\)[^;]*;[^;]*;/,
    replace: ";",
  },
  { name: "no test before the loop", file: BODY, find: /this\.entryTests\.push\(test\);/, replace: ";" },
  // Leaving the loop.
  {
    name: "the element is read again when the loop is left",
    file: GUARD,
    find: /k === index \? left\[0\] : array\[k\](?=;\s*if \(name)/,
    replace: "array[k]",
  },
  {
    name: "the rest starts again instead of going on",
    file: GUARD,
    find: /let k = index; k < length(?=; k\+\+\) \{\s*if \(k === index \? !left)/,
    replace: "let k = 0; k < length",
  },
  { name: "the first stage is applied twice", file: GUARD, find: /k === index && applied \? x : /, replace: "" },
  {
    name: "what is left is forgotten where the rest goes on",
    file: LOOP,
    find: /const kept = writer\.leaves \|\| consumer\.searches \? left : "undefined"/,
    replace: 'const kept = "undefined"',
  },
  // Functions of the module.
  {
    name: "a variable that is assigned again is passed by value",
    file: "plugin/captured.js",
    find: /if \(!binding\.constant\)/,
    replace: "if (false)",
  },
  {
    name: "a variable that the output brought in is taken for a global one",
    file: "plugin/captured.js",
    find: /if \(ours\.has\(name\)\)/,
    replace: "if (false)",
  },
  // Consumers.
  {
    name: "reduce of nothing does not throw",
    file: CONSUMER,
    find: /throw new TypeError\("Reduce[^;]*;/,
    replace: ";",
  },
  { name: "the first hit does not end the search", file: CONSUMER, find: /\? writer\.exit :/, replace: '? "" :' },
  {
    name: "a search ends though effects follow",
    file: LOOP,
    find: /this\.facts, stops && /,
    replace: "this.facts, true && ",
  },
  // Fusion.
  {
    name: "the index after a filter is that of the source",
    file: FUSION,
    find: /return passesAll\(eg, guard\) && !skips/,
    replace: "return true",
  },
  {
    name: "two stages that write are interleaved",
    file: FUSION,
    find: /return \(a <= READ && b <= READ\).*;/,
    replace: "return true;",
  },
  {
    name: "two stages that may throw are interleaved",
    file: FUSION,
    find: /if \(mayThrow\(f\) && \(mayThrow\(g\) \|\| stateOf\(g\) > READ\)\)/,
    replace: "if (false)",
  },
  // What may be lifted.
  {
    name: "an async callback is opened",
    file: "lift/callback.js",
    find: /node\.async \|\| node\.generator/,
    replace: "false",
  },
  {
    name: "this of a function is inlined",
    file: "lift/callback.js",
    find: /(ThisExpression\(path\) \{\s*if \()!isArrow/,
    replace: "$1false",
  },
  {
    name: "a dead zone is not seen",
    file: "lift/binding.js",
    find: /return isInitialised\(binding, reference\) \? state : state \| THROWS;/,
    replace: "return state;",
  },
  {
    name: "a variable that others write counts as stable",
    file: "lift/binding.js",
    find: /const state = isStable\(binding, site\) \? CONST : READ;/,
    replace: "const state = CONST;",
  },
  // Rules, facts and printing.
  {
    name: "x + 0 is x, -0 too",
    file: "rules/arith.js",
    find: /(rule\("arith\/add-zero".*\s*when: \[isNumber\(x\)), neverMinusZero\(x\)/,
    replace: "$1",
  },
  {
    name: "-(x - y) is y - x, equal ones too",
    file: "rules/arith.js",
    find: /isDistinctNumber\(x, y\)\](,\s*moves: \["y"\],\s*yes: \["-\()/,
    replace: "isNumber(x), isNumber(y)]$1",
  },
  {
    name: "!(x < y) is x >= y for every value",
    file: "rules/compare.js",
    find: /(rule\("compare\/not-lt".*\s*)when: \[totallyOrdered\(x, y\)\],/,
    replace: "$1",
  },
  {
    name: "-0 is printed as 0",
    file: "lower/text.js",
    find: /Object\.is\(value, -0\) \? "-0"/,
    replace: 'Object.is(value, -0) ? "0"',
  },
  {
    name: "operands are not parenthesised",
    file: "lower/text.js",
    find: /`\(\$\{args\[index\]\}\)`/,
    replace: "args[index]",
  },
  // Names and scopes.
  {
    name: "an inlined function's names are not set apart",
    file: "plugin/region-names.js",
    find: /for \(const leaf of region\.leaves\)/,
    replace: "for (const leaf of [])",
  },
  {
    name: "a function is inlined where the names that it writes mean others",
    file: "lift/callback.js",
    find: /if \(isNameOnly\(path\)\)/,
    replace: "if (!path.isReferencedIdentifier())",
  },
  {
    name: "an arrow function from elsewhere keeps its this",
    file: "lift/callback.js",
    find: /callee\.isArrowFunctionExpression\(\) && isLiteral;/,
    replace: "callee.isArrowFunctionExpression();",
  },
  {
    name: "sloppy code is inlined into strict code",
    file: "lift/callback.js",
    find: /!isLiteral && callee\.isInStrictMode\(\)/,
    replace: "false && callee.isInStrictMode()",
  },
  {
    name: "a callback's own variable is taken for one around it",
    file: "lift/expression.js",
    find: /this\.builder\.site\.scope\.getBinding\(name\) !== binding/,
    replace: "false",
  },
  {
    name: "a constant becomes a variable",
    file: "plugin/place.js",
    find: /kind === "const" && statement/,
    replace: "false && statement",
  },
  {
    name: "the variable of a for-of loop is taken for one around it",
    file: "plugin/place.js",
    find: / && mentionsHead\(path, statement\)/,
    replace: " && false",
  },
  {
    name: "a default sees the variables of the body",
    file: "lower/inline-body.js",
    find: /blockOf\(hides \?/,
    replace: "blockOf(false ?",
  },
  {
    name: "what a later stage throws comes first",
    file: LOOP,
    find: /stages\.length > 1 && this\.mayThrowInside\(\)/,
    replace: "stages.length > 1 && false",
  },
  {
    name: "a loop is left though a later stage has had effects",
    file: LOOP,
    find: /if \(tests && writer\.ran !== undefined/,
    replace: "if (false && writer.ran !== undefined",
  },
  // Places of operands.
  {
    name: "a call gets a receiver",
    file: "plugin/value-position.js",
    find: /return key !== "callee";/,
    replace: "return true;",
  },
  {
    name: "a comma separates",
    file: "plugin/operand-text.js",
    find: / \|\| value\.type === "SequenceExpression"/,
    replace: "",
  },
  {
    name: "a statement starts with anything",
    file: "plugin/place.js",
    find: /return statement\?\.isExpressionStatement\(\) === true/,
    replace: "return parentPath?.isExpressionStatement() === true",
  },
];
