import { arrayChain, chainTo } from "./chains.ts";
import type { Context } from "./context.ts";
import { withEffect } from "./effects.ts";
import { expression } from "./scalars.ts";

/**
 * Chains where statements cannot simply be put in front: behind operands that have effects, in conditions and lists,
 * in statements without a block. What comes before must still come before.
 */
export function placement(c: Context): string {
  const { random } = c;
  const chain = (): string =>
    random.chance(0.5) ? arrayChain(c, "num[]", 1) : chainTo(c, random.pick(["num", "str", "bool", "any"]), 1);
  const number = (): string => (random.chance(0.5) ? chainTo(c, "num", 1) : chain());
  const before = (): string => withEffect(c, expression(c, "num", 0), "num");
  const name = (): string => c.name("q");
  const flag = (): string => expression(c, "bool", 1);
  const declared = (text: (name: string) => string): string => {
    const fresh = name();
    const made = text(fresh);
    c.vars.push({ name: fresh, type: "any", assignable: false });
    return made;
  };
  return random.pick<() => string>([
    () => declared((q) => `const ${q} = [${before()}, ${chain()}, ${before()}];`),
    () => declared((q) => `const ${q} = ${before()}, ${name()} = ${chain()};`),
    () => declared((q) => `let ${name()} = ${chain()}, ${q} = ${chain()};`),
    () => declared((q) => `const ${q} = { a: ${before()}, [${chain()}]: ${chain()}, ...${chain()} };`),
    () => declared((q) => `const ${q} = quiet(${before()}, ${chain()})`.concat(";")),
    () => declared((q) => `const ${q} = ${before()} + ${number()} * ${number()};`),
    () => declared((q) => `const ${q} = (${before()}, ${chain()});`),
    () => declared((q) => `const ${q} = ${flag()} ? ${chain()} : ${flag()} ? ${chain()} : ${before()};`),
    () => declared((q) => `const ${q} = ${flag()} || ${chain()} && ${flag()};`),
    () => declared((q) => `const ${q} = \`\${${before()}}\${${chain()}}\`;`),
    () => declared((q) => `const ${q} = String.raw\`\${${before()}}\${${chain()}}\`;`),
    () => declared((q) => `const ${q} = new Array(${before()}, ${chain()});`),
    () => declared((q) => `const ${q} = state?.list?.[${number()}] ?? ${chain()};`),
    () => declared((q) => `const ${q} = class { static [${chainTo(c, "str", 1)}] = ${chain()}; };`),
    () =>
      declared((q) => `const ${q} = { get v() { return ${chain()}; }, m: () => ${chain()} };\nlog(${q}.v, ${q}.m());`),
    () => `if (${flag()}) log(${chain()}); else log(${chain()});`,
    () => `if (${chainTo(c, "bool", 1)}) if (${flag()}) log(${chain()}); else log(${before()});`,
    () => `for (const e of ${arrayChain(c, "num[]", 1)}) if (e > 1) log(${chain()});`,
    () => `for (const k in ${arrayChain(c, "num[]", 1)}) log(k, ${chain()});`,
    () => `for (let i = 0, t = ${number()}; i < 2 && i !== t; i++, log(${chain()})) log(i);`,
    () => declared((q) => `let ${q} = 0;\ndo log(${chain()}); while (++${q} < 2 && ${chainTo(c, "bool", 1)});`),
    () => declared((q) => `let ${q} = 0;\nwhile (${q}++ < 2) log(${chain()});`),
    () =>
      `switch (${number()}) { case ${number()}: log(1); case ${before()}: log(${chain()}); const s = ${chain()}; log(s); }`,
    () => `state[${before()}] = ${chain()};`,
    () => `state.k ${random.pick(["=", "+=", "??=", "&&="])} ${chain()};`,
    () => `try { throw ${chain()}; } catch ({ length = ${chain()} }) { log(length); }`,
    () => `inner: { if (${chainTo(c, "bool", 1)}) break inner; log(${chain()}); }`,
    () => `var ${name()} = ${chain()};`,
    () => `[state.k, state.q = ${chain()}] = ${arrayChain(c, "num[]", 1)};`.replace(/^/, ";"),
    () => `void ${arrayChain(c, "num[]", 1)};\ntypeof ${chainTo(c, "num", 1)};`,
    () => `log(...${arrayChain(c, "num[]", 1)}, ${before()}, ...${arrayChain(c, "str[]", 1)});`,
    () => `quiet?.(${before()}, ${chain()});`,
  ])();
}
