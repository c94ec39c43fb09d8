import { REPORT_SCHEMA } from "./events.ts";
import { type Options, type ResolvedOptions, resolveOptions } from "./options.ts";
import { enabledRules, ruleCatalogue } from "./rule-catalogue.ts";
import { VERSION } from "./version.ts";

/**
 * A key for caches of results: two calls of `optimize` on the same text and with the same key give the same.
 * For `cacheIdentifier` of babel-loader, and `getCacheKey` of Metro's and Jest's transformers.
 * Throws an `OptionsError` on options that are not valid.
 */
export function getCacheKey(options: Options = {}): string {
  return settingsKey(resolveOptions(options));
}

/** {@link getCacheKey} of options that have been resolved. */
export function settingsKey(options: ResolvedOptions): string {
  return `eqsat-${VERSION}-${hash64(canonical([REPORT_SCHEMA, rulesInForce(options), settingsOf(options)]))}`;
}

/** As {@link settingsKey}, for caches of whole builds: there it also counts which modules are looked at. */
export function buildKey(options: ResolvedOptions): string {
  const patterns = [options.include, options.exclude].map((list) => list.map(String));
  return `${settingsKey(options)}-${hash64(canonical([patterns, options.failOn]))}`;
}

/** All that is known of the rules in force: names, statements, conditions, examples. */
function rulesInForce({ rules, assume }: ResolvedOptions): unknown {
  const enabled = enabledRules(rules, assume);
  return ruleCatalogue.filter(({ id }) => enabled.has(id));
}

/** The options that decide about code and events. Which files are looked at, and who hears of it, does not. */
function settingsOf(options: ResolvedOptions): unknown {
  const { include: _include, exclude: _exclude, onEvent: _onEvent, failOn: _failOn, ...deciding } = options;
  return { ...deciding, rules: { preset: options.rules.preset, switches: [...options.rules.switches].sort() } };
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** FNV-1a over UTF-16 units, in 64 bits, as 16 hexadecimal digits: this room has no cryptography, and needs none. */
function hash64(text: string): string {
  let low = 0x84222325;
  let high = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    low = (low ^ text.charCodeAt(i)) >>> 0;
    // Times 2^40 + 2^8 + 0xb3, the prime of the algorithm.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}
