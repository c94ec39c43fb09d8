// @ts-check
/** Reads the results files of test runners into one shape, and compares two of them by the names of the tests. */

/** `node` is TAP as Node and qunit write it, `tape` as tape does. @typedef {"mocha" | "vitest" | "node" | "tape"} Reporter */
/** @typedef {"pass" | "fail" | "skip"} Verdict */
/** @typedef {{ files: number, tests: Map<string, Verdict> }} Results tests by name; equal names are numbered */
/** @typedef {{ broken: string[], missing: string[], mended: string[], added: string[] }} Difference */

/** @param {string} text @param {Reporter} reporter @returns {Results} */
export function readResults(text, reporter) {
  const listed = { mocha: readMocha, vitest: readVitest, node: readTap, tape: readTape }[reporter](text);
  /** @type {Map<string, Verdict>} */
  const tests = new Map();
  /** @type {Map<string, number>} */
  const seen = new Map();
  for (const { name, verdict } of listed.tests) {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    tests.set(times === 1 ? name : `${name} (${times})`, verdict);
  }
  return { files: listed.files, tests };
}

/** A path without the folder of the copy that was tested: names are compared between copies. @param {string} path */
function inCheckout(path) {
  return path.replace(/^.*\/eqsat-suite-[^/]*\//, "");
}

/** @typedef {{ files: number, tests: { name: string, verdict: Verdict }[] }} Listed */

/** @param {string} text mocha's JSON, perhaps after output of the tests themselves @returns {Listed} */
function readMocha(text) {
  const start = text.lastIndexOf('\n{\n  "stats"');
  const report = JSON.parse(text.slice(start === -1 ? text.indexOf("{") : start));
  const failed = new Set(report.failures.map(nameOf));
  const pending = new Set(report.pending.map(nameOf));
  /** @param {{ fullTitle: string, file?: string }} test */
  function nameOf(test) {
    return `${inCheckout(test.file ?? "").replace(/.*\/test\//, "")} ${test.fullTitle}`;
  }
  return {
    files: new Set(report.tests.map((/** @type {{ file?: string }} */ test) => test.file)).size,
    tests: report.tests.map((/** @type {{ fullTitle: string, file?: string }} */ test) => {
      const name = nameOf(test);
      return { name, verdict: failed.has(name) ? "fail" : pending.has(name) ? "skip" : "pass" };
    }),
  };
}

/** @param {string} text vitest's (and jest's) JSON @returns {Listed} */
function readVitest(text) {
  const report = JSON.parse(text);
  /** @type {Listed["tests"]} */
  const tests = [];
  let files = 0;
  for (const file of report.testResults) {
    const name = inCheckout(String(file.name)).replace(/.*\/(src|test|tests|packages)\//, "");
    if (file.assertionResults.length > 0) files++;
    for (const test of file.assertionResults) {
      const verdict = test.status === "passed" ? "pass" : test.status === "failed" ? "fail" : "skip";
      tests.push({ name: `${name} ${test.fullName}`, verdict });
    }
  }
  return { files, tests };
}

/** @param {string} text TAP version 13, flat or as `node --test` nests it: a subtest's line comes before its parent's @returns {Listed} */
function readTap(text) {
  /** @type {Listed["tests"]} */
  const tests = [];
  /** Names of the open `# Subtest:` headings, by depth. @type {string[]} */
  const open = [];
  let files = 0;
  for (const line of text.split("\n")) {
    const heading = /^( *)# Subtest: (.*)$/.exec(line);
    if (heading) {
      const depth = (heading[1] ?? "").length / 4;
      open.length = depth;
      open[depth] = heading[2] ?? "";
      if (depth === 0) files++;
      continue;
    }
    // Its own line in the notes of a point: suites are containers, not tests.
    if (/^ *type: 'suite'$/.test(line)) tests.pop();
    const point = /^( *)(not ok|ok) \d+ (?:- )?(.*?)( # (SKIP|TODO).*)?$/.exec(line);
    if (point) {
      const depth = (point[1] ?? "").length / 4;
      const name = [...open.slice(0, depth), point[3]].join(" > ");
      tests.push({ name, verdict: point[5] ? "skip" : point[2] === "ok" ? "pass" : "fail" });
    }
  }
  return { files, tests };
}

/** @param {string} text TAP whose comments are the names of tests, and whose points are their assertions @returns {Listed} */
function readTape(text) {
  /** @type {Listed["tests"]} */
  const tests = [];
  let heading = "";
  let headings = 0;
  for (const line of text.split("\n")) {
    const title = /^# (.*)$/.exec(line);
    const point = /^(not ok|ok) \d+ (?:- )?(.*?)( # (SKIP|TODO).*)?$/.exec(line);
    if (title) {
      heading = title[1] ?? "";
      headings++;
    } else if (point) {
      const verdict = point[3] ? "skip" : point[1] === "ok" ? "pass" : "fail";
      tests.push({ name: `${heading} > ${point[2]}`, verdict });
    }
  }
  return { files: headings, tests };
}

/** @param {Results} before @param {Results} after @returns {Difference} */
export function compareResults(before, after) {
  /** @type {Difference} */
  const difference = { broken: [], missing: [], mended: [], added: [] };
  for (const [name, verdict] of before.tests) {
    const now = after.tests.get(name);
    if (now === undefined) difference.missing.push(name);
    else if (verdict === "pass" && now !== "pass") difference.broken.push(name);
    else if (verdict === "fail" && now === "pass") difference.mended.push(name);
  }
  for (const name of after.tests.keys()) if (!before.tests.has(name)) difference.added.push(name);
  return difference;
}

/** @param {Results} results @returns {string} pass/fail/skip, as leverage.md writes it */
export function totals({ tests }) {
  const count = (/** @type {Verdict} */ verdict) => [...tests.values()].filter((other) => other === verdict).length;
  return `${count("pass")}/${count("fail")}/${count("skip")}`;
}
