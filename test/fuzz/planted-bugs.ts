/** A mistake put into the compiled text of the optimizer. The fuzzer must notice each. */
export interface PlantedBug {
  readonly name: string;
  /** Path inside the compiled tree. */
  readonly file: string;
  /** Must match exactly once: a bug that no longer fits the code has to be planted anew. */
  readonly find: RegExp;
  readonly replace: string;
  /** The mode in which it shows; absent: the modes as they are drawn. */
  readonly mode?: string;
  /** The kind of programs in which it shows, or "rules" for sweeps through the rules; absent: all, as they are drawn. */
  readonly kind?: string;
}

const LOOP = "lower/loop.js";
const GUARD = "lower/guard.js";
const CONSUMER = "lower/consumer.js";
const BODY = "lower/body-writer.js";
const FUSION = "rules/fusion.js";
const SLICE = "lift/slice-guard.js";
const PART = "lower/part.js";
const PLACE = "lift/own-location.js";
const VALUE = "lift/own-value.js";
const OWN = "lift/own-body.js";
const ACCUMULATE = "rules/accumulate.js";
const KINDS = "lift/declared-kinds.js";
const COPYING = "lift/copying-step.js";
const IN_PLACE = "lift/in-place.js";
const OWN_ARRAY = "lift/own-array.js";
const NAMES = "plugin/own-helpers.js";

export const PLANTED_BUGS: readonly PlantedBug[] = [
  // Guards.
  {
    name: "the method is not compared",
    file: GUARD,
    find: /(function eqsatEnter[\s\S]*?)method === builtin && /,
    replace: "$1",
  },
  {
    name: "what is no array passes the guard",
    file: GUARD,
    find: /(function eqsatEnter[\s\S]*?) && Array\.isArray\(array\)/,
    replace: "$1",
  },
  { name: "the constructor is not compared", file: GUARD, find: /constructor === Array\b/, replace: "true" },
  { name: "the constructor is not read", file: GUARD, find: /array\.constructor;/, replace: "Array;" },
  {
    name: "the length is read twice",
    file: GUARD,
    find: /(constructor === Array\) )return length;/,
    replace: "$1return array.length;",
  },
  {
    name: "reads are not replayed",
    file: GUARD,
    find: /reads === undefined \? array : eqsatReplay\(array, reads\)(?=, \[callback\])/,
    replace: "array",
  },
  {
    name: "the method of a lone reduction is not compared",
    file: GUARD,
    kind: "consumed",
    find: /(function eqsatBegin[\s\S]*?)method === builtin && /,
    replace: "$1",
  },
  {
    name: "reads of a lone reduction are not replayed",
    file: GUARD,
    kind: "consumed",
    find: /reads === undefined \? array : eqsatReplay\(array, reads\)(?=, \[callback, result\])/,
    replace: "array",
  },
  {
    name: "the rest of a lone reduction starts again",
    file: GUARD,
    kind: "consumed",
    find: /let k = index; k < length(?=; k\+\+\) \{\s*if \(k === index \? !left.*\s*result = callback)/,
    replace: "let k = 0; k < length",
  },
  // The loop.
  { name: "no hole test", file: LOOP, find: /`if \(!\(\$\{\w+\} in \$\{array\}\)\) \$\{absent\}`/, replace: '""' },
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
    find: /let k = index; k < length(?=; k\+\+\) \{\s*if \(k === index \? !left.*\s*const x)/,
    replace: "let k = 0; k < length",
  },
  { name: "the first stage is applied twice", file: GUARD, find: /k === index && applied \? x : /, replace: "" },
  {
    name: "what is left is forgotten where the rest goes on",
    file: LOOP,
    find: /const kept = writer\.leaves \|\| mayEnd \? left : "undefined"/,
    replace: 'const kept = "undefined"',
  },
  // Functions of the module.
  {
    name: "a variable that is assigned again is passed by value",
    file: "plugin/captured.js",
    find: /if \(!binding\.constant\)/,
    replace: "if (false)",
  },
  // Names that the output has brought in are in no code that is passed: inner regions are written before outer ones.
  {
    name: "a variable that has no value yet is passed by value",
    file: "plugin/captured.js",
    find: /return isOwn && comesBefore\(binding, path\);/,
    replace: "return isOwn;",
    kind: "focused",
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
    find: /if \(mayThrow\(f\) && mayThrow\(g\) && mayThrowAnything\(f \| g\)\)/,
    replace: "if (false)",
    // What throws beside variables, which lowering asks about again, is bodies that write what is their own.
    kind: "own writes",
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
    find: /const state = isStable\(binding, site\) \? CONST : SEES;/,
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
    kind: "hazard",
  },
  {
    name: "a callback's own variable is taken for one around it",
    file: "lift/expression.js",
    find: /this\.builder\.site\.scope\.getBinding\(name\) !== binding/,
    replace: "false",
    kind: "focused",
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
  // Which of several exceptions comes first is asked three times: by fusion, of variables and of callbacks that are run
  // where a loop is left (`lower/loop.ts`). One of these alone is not missed. Reading too early is asked once.
  {
    name: "what a later stage reads is read before its time",
    file: FUSION,
    find: /\(f & LEAVES\) !== 0 && sees\(g\)/,
    replace: "false",
    kind: "focused",
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
  // Slices behind a stage.
  { name: "a slice may start from the end", file: SLICE, find: /whole >= 0 \?/, replace: "true ?" },
  {
    name: "any variable is a bound of a slice",
    file: SLICE,
    find: / && isWithin\(builder\.kinds\(given\), COUNT\)/,
    replace: "",
  },
  {
    name: "a part of an array is read from its start",
    file: PART,
    find: /this\.start === "0" \? index : `\$\{index\} \+ \$\{this\.start\}`/,
    replace: "index",
  },
  {
    name: "a bound of a part is not tested",
    file: PART,
    find: /return \[test\];/,
    replace: "return [];",
    kind: "focused",
  },
  {
    name: "a bound is converted where the loop is not entered",
    file: GUARD,
    find: /(function eqsatBound[\s\S]*?)if \(length < 0\)\s*return length;/,
    replace: "$1",
    kind: "focused",
  },
  {
    name: "the rest of a part begins where the part does",
    file: GUARD,
    find: /k = index(; k < length; k\+\+\) \{\s*if \(k === index \? left\?\.length : start)/,
    replace: "k = 0$1",
  },
  {
    name: "fusing with a part asks for no effects",
    file: FUSION,
    find: /when: \[isStage, interleaves\(consumer\)\]/,
    replace: 'when: producer === "slice" ? [isStage] : [isStage, interleaves(consumer)]',
    kind: "focused",
  },
  { name: "a slice leaves its first element out", file: SLICE, find: /term\(">=", at/, replace: 'term(">", at' },
  { name: "bounds of slices are not truncated", file: SLICE, find: /Math\.trunc\(payload\)/, replace: "payload" },
  {
    name: "what comes behind the end of a slice is not done",
    file: LOOP,
    find: /if \(!isHarmless\(this\.facts\.effect\(each\)\) \|\| this\.mayLeave\(each\)\)/,
    replace: "if (false)",
    kind: "focused",
  },
  {
    name: "a loop ends at a bound that changes",
    file: LOOP,
    find: /this\.facts\.varies\(bound\) \|\| /,
    replace: "",
    kind: "focused",
  },
  // Own writes.
  { name: "what a catch sees is its own", file: PLACE, find: /isCaught\(site, binding\) \|\| /, replace: "" },
  {
    name: "what is not initialised is its own",
    file: PLACE,
    find: / \|\| !isInitialised\(binding, site\)/,
    replace: "",
  },
  {
    name: "what the chain reads elsewhere is its own",
    file: PLACE,
    find: /(isInside\(use, site\)\)\s*return )true/,
    replace: "$1false",
  },
  {
    name: "what a closure reads is its own",
    file: PLACE,
    find: /return made !== undefined \|\| nearestFunction\(use\) !== owner\.node;/,
    replace: "return false;",
  },
  {
    name: "what a hoisted function reads is read later",
    file: PLACE,
    find: / && !isHoisted && /,
    replace: " && ",
  },
  { name: "what an earlier round gave away is its own", file: PLACE, find: / && isRepeated === null/, replace: "" },
  {
    name: "a variable that gets another object holds the first",
    file: PLACE,
    find: /!binding\.constant \|\| binding\.kind === "var" \|\| !path\.isVariableDeclarator/,
    replace: "!path.isVariableDeclarator",
  },
  {
    name: "a constant is written as its own",
    file: PLACE,
    find: /made === undefined && binding\.kind === "const"/,
    replace: "false",
  },
  {
    name: "what was assigned before is forgotten",
    file: PLACE,
    find: /isInside\(write, callback\) \? all : all \| kindsWritten\(write\)/,
    replace: "all",
  },
  { name: "__proto__ is a property as others", file: PLACE, find: / \|\| name === "__proto__"/, replace: "" },
  {
    name: "a prototype may be set",
    file: VALUE,
    find: /key !== undefined && \(value\.kinds & OBJECT\) !== 0/,
    replace: "false",
  },
  {
    name: "every name may be written into an array",
    file: VALUE,
    find: /return this\.within\(key, NUMBER\) && /,
    replace: "return ",
  },
  {
    name: "keys convert without a test",
    file: VALUE,
    find: /isWithin\(key\.kinds, PRIMITIVE\) \? key : this\.within\(key, PRINTABLE\)/,
    replace: "key",
  },
  {
    name: "what is read was written",
    file: VALUE,
    find: /location\.kinds \| UNDEFINED \| /,
    replace: "location.kinds | ",
  },
  {
    name: "operands of own arithmetic convert without a test",
    file: VALUE,
    find: /: this\.within\(value, wanted\)\?\.kinds/,
    replace: ": wanted",
  },
  {
    name: "foreign arrays count as made",
    file: VALUE,
    find: / \|\| mayBeUsers\(object\)/,
    replace: "",
  },
  {
    name: "a body that may throw counts as one that does not",
    file: VALUE,
    find: /(isWithin\(object\.kinds, OBJECT\)\)\s*)this\.mayThrow\(TYPE_ERROR\);/,
    replace: "$1;",
  },
  {
    name: "what is taken before an own body may have effects",
    file: OWN,
    find: /mayThrow\(effect\) \|\| stateOf\(effect\) > READ/,
    replace: "false",
  },
  // That an own body takes no fresh object from outside is only thrift: each place has a key of its own in the e-graph.
  {
    name: "the name of a property is not evaluated",
    file: VALUE,
    find: /!each\.isObjectProperty\(\) \|\| each\.node\.computed\)/,
    replace: "!each.isObjectProperty())",
  },
  {
    name: "what is written is read before",
    file: OWN,
    find: /if \(this\.mentionsState\(path\)\)/,
    replace: "if (false)",
  },
  {
    name: "a reducer may return what it likes",
    file: OWN,
    find: /return \(?this\.use\.accumulator === undefined \|\|/,
    replace: "return (true ||",
  },
  // Writes of what is not its own, were they overlooked at first, would have no place to go to (`lift/own-value.ts`).
  {
    name: "what is written is of one kind from the start",
    file: OWN,
    find: /opened === undefined \|\| known\(\) === before/,
    replace: "true",
  },
  // Accumulators that are copied.
  // That a step reads its accumulator nowhere else, the lifter has asked before (`lift/accumulator.ts`).
  {
    name: "of several that are added only the first is",
    file: ACCUMULATE,
    find: /parts\.length === \(op === "append" \? 1 : 2\)/,
    replace: "parts.length >= 1",
  },
  // Where an element is left out, fusion has kept its effects: "effects of unused elements are dropped" is that.
  {
    name: "the accumulator's condition takes the place of the filter's",
    file: ACCUMULATE,
    find: /eg\.add\("&&", \[guard, made\(addition\.guard\)\]\)/,
    replace: "made(addition.guard)",
  },
  {
    name: "the accumulator's branches are changed over",
    file: ACCUMULATE,
    find: /isOtherwise \? eg\.add\("!", \[test\]\) : test/,
    replace: "test",
  },
  {
    name: "what reads its accumulator later reads it now",
    file: COPYING,
    find: /if \(functionsBetween\(mention, callback\)\.some\(/,
    replace: "if (false && functionsBetween(mention, callback).some(",
  },
  {
    name: "an accumulator that is assigned is the same",
    file: COPYING,
    find: /binding\?\.constant !== true \|\| /,
    replace: "",
  },
  {
    name: "a key is converted behind its value",
    file: IN_PLACE,
    find: /if \(isText\(key\) \|\| /,
    replace: "if (true || ",
  },
  {
    name: "properties are added before all are evaluated",
    file: IN_PLACE,
    find: /if \(isOnly \|\| /,
    replace: "if (true || ",
  },
  // Flattening.
  {
    name: "what is counted behind a flattening is elements",
    file: FUSION,
    find: /stage === tags\.flatMap \|\| mentionsItem\(eg, guard\) \|\| mentionsItem\(eg, element\)/,
    replace: "false",
    kind: "focused",
  },
  {
    name: "what is counted behind a stage behind a flattening is elements",
    file: FUSION,
    find: / \|\| mentionsItem\(eg, guard\) \|\| mentionsItem\(eg, element\)/,
    replace: "",
    kind: "focused",
  },
  {
    name: "only arrays with elements are flattened",
    file: GUARD,
    find: /Array\.isArray\(array\) \? array : \[array\]/,
    replace: "array?.length > 0 ? array : [array]",
    kind: "focused",
  },
  {
    name: "holes are flattened",
    file: GUARD,
    find: /if \(k in items\) rest\.push/,
    replace: "rest.push",
    kind: "consumed",
  },
  {
    name: "lengths of what is flattened are numbers",
    file: GUARD,
    find: /const length = \+array\.length;\s*return .*;/,
    replace: "return array.length;",
    kind: "consumed",
  },
  // What includes asks.
  {
    name: "includes asks with ===",
    file: "lift/same-value-zero.js",
    find: /return term\("\|\|".*;/,
    replace: "return same;",
    kind: "focused",
  },
  {
    name: "includes(NaN) asks with ===",
    file: "lift/same-value-zero.js",
    find: /return term\("!==", element, element\);/,
    replace: 'return term("===", element, value);',
    kind: "focused",
  },
  // Kinds from initialisers.
  {
    name: "a variable stays what it was at first",
    file: KINDS,
    find: /!binding\.constant \|\| binding\.kind === "var"/,
    replace: 'binding.kind === "var"',
    kind: "scalar",
  },
  {
    name: "var is what it becomes",
    file: KINDS,
    find: /!binding\.constant \|\| binding\.kind === "var"/,
    replace: "!binding.constant",
    kind: "scalar",
  },
  {
    name: "a pattern holds what is taken apart",
    file: KINDS,
    find: / \|\| path\.node\.id\.type !== "Identifier"/,
    replace: "",
    kind: "scalar",
  },
  {
    name: "constants in a circle are not noticed",
    file: KINDS,
    find: /open\.has\(binding\) \|\| open\.size === MOST_OPEN/,
    replace: "false",
    kind: "scalar",
  },
  // Arrays of one's own.
  {
    name: "an array that changes stays as it was made",
    file: OWN_ARRAY,
    find: /if \(use === "changes"\)/,
    replace: "if (false)",
  },
  {
    name: "an array that others hold is one's own",
    file: OWN_ARRAY,
    find: /uses\?\.escapes\.every\(.*\) === true/,
    replace: "uses !== undefined",
  },
  {
    name: "what is pushed is none of the elements",
    file: OWN_ARRAY,
    find: /added\.push\(\.\.\.argumentsOfMethod\(reference\)\);/,
    replace: ";",
  },
  {
    name: "all rounds of a loop have arrays of their own",
    file: OWN_ARRAY,
    find: /return isInBody\(binding\.path, path\);/,
    replace: "return true;",
  },
  // Names that set prototypes.
  {
    name: "a test lets a name through that sets a prototype",
    file: "lower/kind-test.js",
    find: /parts\.push\(\[type, isName\]\);/,
    replace: "parts.push([type, false]);",
    kind: "own writes",
  },
  {
    name: "__proto__ is text as others",
    file: "ir/kinds.js",
    find: /value === "__proto__" \? PROTO/,
    replace: "false ? PROTO",
    kind: "own writes",
  },
  // From the end.
  {
    name: "a reduction from the end keeps what a body does not give",
    file: "lower/backwards-consumer.js",
    find: /if \(own !== undefined\)/,
    replace: "if (false)",
    kind: "own writes",
  },
  // Names of helpers.
  {
    name: "a global named like a helper means the helper",
    file: NAMES,
    find: /return mentions\(file, name\) && /,
    replace: "return false && ",
  },
  {
    name: "a function named like a helper is the helper",
    file: NAMES,
    find: /return text !== helpersIn\(file\)\.get\(name\);/,
    replace: "return false;",
  },
  // Under options.
  {
    name: "reading a property cannot be seen at all",
    file: "rules/facts.js",
    find: /(case "elem"|case "load")?(assume\.pureGetters === true \|\| \(eg\.fact\("array", first\) & PLAIN\) !== 0 \? )READ/,
    replace: "$2CONST",
    mode: "pureGetters",
    kind: "focused",
  },
  {
    name: "plain arrays are packed",
    file: "lift/array-source.js",
    find: /assume\.noHoles === true && facts/,
    replace: "assume.plainArrays === true && facts",
    mode: "plainArrays",
  },
  {
    name: "what has no holes is an array",
    file: "lift/array-source.js",
    find: /assume\.plainArrays !== true/,
    replace: "assume.noHoles !== true",
    mode: "noHoles",
  },
  {
    name: "strings are trusted to be numbers",
    file: KINDS,
    find: /return STRING;(?=\s*case "TSBoolean)/,
    replace: "return NUMBER;",
    mode: "trustTypes",
  },
  {
    name: "x ** -1 is -x",
    file: "rules/arith.js",
    find: /pow\(x, -1\), div\(1, x\)/,
    replace: "pow(x, -1), neg(x)",
    mode: "exactPow",
  },
  {
    name: "null is no longer nullish",
    file: "rules/boolean.js",
    find: /eq\(x, undefined\), eq\(x, null\)\)\], looseEq\(x, null\)/,
    replace: "eq(x, undefined), eq(x, null))], eq(x, undefined)",
    mode: "noDocumentAll",
  },
  { name: "sin is even", file: "rules/math.js", find: /neg\(sin\(x\)\)/, replace: "sin(x)", mode: "approxMath" },
  {
    name: "x * x - y * y is (x + y) * (x + y)",
    file: "rules/arith.js",
    find: /mul\(add\(x, y\), sub\(x, y\)\)/,
    replace: "mul(add(x, y), add(x, y))",
    mode: "reassociate",
  },
  {
    name: "x / c is x * c",
    file: "rules/arith.js",
    find: /(rule\("arith\/div-constant", div\(x, c\), )mul\(x, div\(1, c\)\)/,
    replace: "$1mul(x, c)",
    mode: "reciprocal",
  },
  {
    name: "hypot takes its operands for one",
    file: "rules/math.js",
    find: /sqrt\(add\(mul\(x, x\), mul\(y, y\)\)\)/,
    replace: "sqrt(add(mul(x, x), mul(x, y)))",
    mode: "finiteMath",
  },
  {
    name: "exp(x) / exp(y) is exp(x + y)",
    file: "rules/math.js",
    find: /exp\(add\(x, neg\(y\)\)\)/,
    replace: "exp(add(x, y))",
    mode: "roundings",
  },
  {
    name: "x + y + z is x + (y - z)",
    file: "rules/arith.js",
    find: /add\(add\(x, y\), z\), add\(x, add\(y, z\)\)/,
    replace: "add(add(x, y), z), add(x, sub(y, z))",
    mode: "fast-math",
  },
  {
    name: "!x || !y is !(x || y)",
    file: "rules/boolean.js",
    find: /or\(not\(x\), not\(y\)\), not\(and\(x, y\)\)/,
    replace: "or(not(x), not(y)), not(or(x, y))",
    mode: "exact",
  },
  {
    name: "!x ? y : z is x ? y : z",
    file: "rules/boolean.js",
    find: /cond\(not\(x\), y, z\), cond\(x, z, y\)/,
    replace: "cond(not(x), y, z), cond(x, y, z)",
    mode: "size",
  },
  {
    name: "greedy search confuses operands",
    file: "plugin/search.js",
    find: /return \{ op, payload, args: args\.map\(plainTerm\) \};/,
    replace: "return { op, payload, args: args.map(plainTerm).reverse() };",
    mode: "greedy",
    // The program stays as it is: it is the derivation that no longer says how it came about.
    kind: "rules",
  },
  {
    name: "without saturation what holds of one holds of all",
    file: "egraph/run.js",
    find: /eg\.rebuild\(\);\s*iterations\+\+;/,
    replace: "if (iterations > 0) eg.rebuild();\niterations++;",
    mode: "few limits",
  },
  {
    name: "an imported helper is missing",
    file: "plugin/imported-helpers.js",
    find: /import \{ \$\{names\.join/,
    replace: "import { ${names.slice(0, 1).join",
    mode: "imported helpers",
  },
  // Chains, were they opened, would have no rule to be fused by.
  {
    name: "patched functions are what they were",
    file: "lift/expression.js",
    find: /if \(!this\.builder\.assume\.builtinsIntact\)/,
    replace: "if (false)",
    mode: "patched",
    kind: "scalar",
  },
  {
    name: "rules bring in patched functions",
    file: "rules/index.js",
    find: /assume\.builtinsIntact === false && introducesBuiltin\(each\)/,
    replace: "false",
    mode: "patched",
  },
];

/** The kinds of programs that a part of the optimizer is about. */
const KIND_OF: Readonly<Record<string, string>> = {
  [PLACE]: "own writes",
  [VALUE]: "own writes",
  [OWN]: "own writes",
  [ACCUMULATE]: "consumed",
  [COPYING]: "consumed",
  [IN_PLACE]: "consumed",
  [OWN_ARRAY]: "own array",
};

/** What to fuzz `bug` with: its own kind, that of its file, or for a bug in a rule the sweeps through the rules. */
export function kindOf({ kind, file }: PlantedBug): string | undefined {
  if (kind !== undefined) return kind;
  if (/^rules\/(?!fusion|facts|index|accumulate)/.test(file)) return "rules";
  return KIND_OF[file];
}
