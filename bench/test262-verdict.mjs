// @ts-check
/** What the processes of `npm run test262` tell each other. */

/** @typedef {{ contract: string, extraction: string, options: import("eqsat").OptimizeOptions }} Variant */
/** @typedef {{ checkout: string, variants: Variant[] }} Task */
/** Where a process is, should it crash: `at` is {@link AS_WRITTEN} or a mode and a variant. @typedef {{ file: string, at: string }} Step */
/**
 * What became of one file.
 * @typedef {object} Verdict
 * @property {string} file
 * @property {string | undefined} skipped why it was not run
 * @property {string[]} failing modes in which it fails as written
 * @property {number} passing modes in which it passes as written
 * @property {number} runs of programs made of it
 * @property {string[]} changed variants that change it
 * @property {string[]} unparsed
 * @property {{ variant: string, message: string }[]} bugs
 * @property {{ mode: string, variant: string, harness: "as written" | "transformed", message: string }[]} regressions
 */

export const AS_WRITTEN = "as written";

/** @param {string} file @returns {Verdict} */
export function emptyVerdict(file) {
  return {
    file,
    skipped: undefined,
    failing: [],
    passing: 0,
    runs: 0,
    changed: [],
    unparsed: [],
    bugs: [],
    regressions: [],
  };
}

/** What is left to say of a file that ended its process. @param {Step} step @returns {Verdict} */
export function crashed({ file, at }) {
  const verdict = emptyVerdict(file);
  if (at === AS_WRITTEN) return { ...verdict, skipped: "crashes this Node" };
  const [mode = "", contract = "", extraction = ""] = at.split(", ");
  const variant = `${contract}, ${extraction}`;
  return {
    ...verdict,
    passing: 1,
    changed: [variant],
    regressions: [{ mode, variant, harness: "as written", message: "the process crashed" }],
  };
}
