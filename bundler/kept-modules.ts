/*
 * Bundlers that keep modules on disk know when a source or a loader has changed, and nothing of a plugin's options. What
 * they kept under others must not come back: it may rely on an assumption that is not accepted any more.
 */

/** Makes the cache of a webpack or Rspack configuration one of this key. Other kinds of caches end with the process. */
export function markCache(cache: unknown, key: string): void {
  if (typeof cache !== "object" || cache === null || !("type" in cache)) return;
  if (cache.type !== "filesystem" && cache.type !== "persistent") return;
  const version = "version" in cache && typeof cache.version === "string" ? cache.version : "";
  // One configuration may be built with several times.
  if (!version.includes(key)) Object.assign(cache, { version: version === "" ? key : `${version} ${key}` });
}

/** Is a module that Rollup kept from an earlier build one that was changed under another key? */
export function isOutdated(meta: unknown, key: string): boolean {
  if (typeof meta !== "object" || meta === null || !("eqsat" in meta)) return false;
  const { eqsat } = meta;
  return typeof eqsat === "object" && eqsat !== null && "key" in eqsat && eqsat.key !== key;
}
