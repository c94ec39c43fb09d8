/** What was tried so far. Of small programs there are many to a module, of large ones one. */
export interface Tally {
  readonly small: Counts;
  readonly large: Counts;
  /** How often each rule was told, and how many programs hold what: a plain object, to be sent. */
  readonly rules: Record<string, number>;
  readonly shares: Record<string, number>;
  /** How many small programs were changed of those that are read as modules, as scripts and so on. */
  readonly changed: Record<string, number>;
}

export interface Counts {
  programs: number;
  changed: number;
  calls: number;
  returned: number;
  exhausted: number;
  /** Milliseconds of all threads. */
  time: number;
}

const nothing = (): Counts => ({ programs: 0, changed: 0, calls: 0, returned: 0, exhausted: 0, time: 0 });

export function newTally(): Tally {
  return { small: nothing(), large: nothing(), rules: {}, shares: {}, changed: {} };
}

/** Adds `more` to `tally`. */
export function addTally(tally: Tally, more: Tally): void {
  for (const size of ["small", "large"] as const)
    for (const key of Object.keys(tally[size]) as (keyof Counts)[]) tally[size][key] += more[size][key];
  for (const kind of ["rules", "shares", "changed"] as const)
    for (const [name, count] of Object.entries(more[kind])) countIn(tally[kind], name, count);
}

export function countIn(counts: Record<string, number>, name: string, count = 1): void {
  counts[name] = (counts[name] ?? 0) + count;
}

/** The counts of a session, most frequent rules first, and the rules of `all` that have not fired. */
export function summary(tally: Tally, seconds: number, all: readonly string[] = []): string {
  const rules = sorted(tally.rules).map(([rule, count]) => `  ${String(count).padStart(7)}  ${rule}`);
  const missing = notFired(tally, all);
  const { small, large } = tally;
  const sum = (key: keyof Counts): number => small[key] + large[key];
  const programs = Math.max(sum("programs"), 1);
  const shares = sorted(tally.shares).map(([name, count]) => `${name} ${((100 * count) / programs).toFixed(1)} %`);
  return [
    `rules in improved expressions: ${rules.length}`,
    ...rules,
    ...(all.length === 0
      ? []
      : [
          `rules that have not fired: ${missing.length} of ${all.length}`,
          ...missing.map((rule) => `           ${rule}`),
        ]),
    `shares of all programs: ${shares.join(", ")}`,
    `changed of them: ${sorted(tally.changed)
      .map(([name, count]) => `${name} ${((100 * count) / (tally.shares[name] ?? 1)).toFixed(0)} %`)
      .join(", ")}`,
    `small programs (one function each, many to a module, one extraction each): ${rates(small)}`,
    `large programs (a module each, two extractions each): ${rates(large)}`,
    `exhausted: ${sum("exhausted")} programs whose original has no end, not compared`,
    `${sum("programs")} programs, ${sum("changed")} changed, ${sum("calls")} calls compared, ${sum("returned")} original calls returned a value, ${(sum("programs") / Math.max(seconds, 0.001)).toFixed(0)} programs/s`,
  ].join("\n");
}

/** The rules of `all` that have not been told of any program. */
export function notFired(tally: Tally, all: readonly string[]): readonly string[] {
  return all.filter((rule) => tally.rules[rule] === undefined);
}

function sorted(counts: Record<string, number>): [string, number][] {
  return Object.entries(counts).sort((a, b) => b[1] - a[1]);
}

/** Per second of processor time, which does not depend on what else the machine does. */
function rates({ programs, changed, calls, time }: Counts): string {
  return `${programs}, ${changed} changed, ${calls} calls, ${((programs * 1000) / Math.max(time, 1)).toFixed(0)} per second of processor time`;
}
