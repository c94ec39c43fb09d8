import type { Event, ImprovedEvent } from "../plugin/events.ts";
import type { Span } from "../plugin/source-range.ts";
import type { Engine } from "./engine.ts";
import type { ChangedFile } from "./look-at-files.ts";
import { placeOf } from "./messages.ts";
import { gainOf } from "./pretty-report.ts";
import type { Colors, Terminal } from "./terminal.ts";

/** What the user has chosen of all changes. */
export interface Chosen {
  readonly changed: readonly ChangedFile[];
  /** What happened to all files that were asked about, in the place of what could have happened. */
  readonly events: readonly Event[];
}

/**
 * Shows each improvement and asks: accept, skip, accept all, stop. A file in which some were skipped is improved anew
 * without them, and asked about again where that opens something else.
 */
export async function chooseChanges(
  files: readonly ChangedFile[],
  engine: Engine,
  { terminal, colors }: { readonly terminal: Required<Pick<Terminal, "ask" | "out">>; readonly colors: Colors },
): Promise<Chosen> {
  const changed: ChangedFile[] = [];
  const events: Event[] = [];
  const state: { mode: "ask" | "accept" | "stop" } = { mode: "ask" };
  const count = files.reduce((sum, file) => sum + improvedIn(file.events).length, 0);
  let number = 0;
  const wants = async (event: ImprovedEvent): Promise<boolean> => {
    if (state.mode !== "ask") return state.mode === "accept";
    terminal.out(`\n${shown(event, colors)}\n`);
    const answer = await answerOf(terminal, `${Math.min(++number, count)}/${count} ${QUESTION} `);
    if (answer === "all") state.mode = "accept";
    if (answer === "quit") state.mode = "stop";
    return answer === "yes" || answer === "all";
  };
  for (const file of files) {
    const declined: Span[] = [];
    const accepted = new Set<string>();
    let code: string | undefined = file.code;
    let current = file.events;
    for (;;) {
      const before = declined.length;
      for (const event of improvedIn(current)) {
        const span = { start: event.range.start.offset, end: event.range.end.offset };
        const key = `${span.start}-${span.end}`;
        if (accepted.has(key)) continue;
        if (await wants(event)) accepted.add(key);
        else declined.push(span);
      }
      if (declined.length === before) break;
      ({ code, events: current } = await engine.improve({ source: file.file.text, filename: file.shown, declined }));
    }
    events.push(...current);
    if (code !== undefined) changed.push({ ...file, code, events: current });
  }
  return { changed, events };
}

const QUESTION = "Apply? [y]es, [n]o, [a]ll of the rest, [q]uit:";

type Answer = "yes" | "no" | "all" | "quit";

const answers: ReadonlyMap<string, Answer> = new Map([
  ["y", "yes"],
  ["yes", "yes"],
  ["n", "no"],
  ["no", "no"],
  ["a", "all"],
  ["all", "all"],
  ["q", "quit"],
  ["quit", "quit"],
]);

/** Asks until the answer is one. The end of the input means to stop. */
async function answerOf(terminal: Required<Pick<Terminal, "ask">>, question: string): Promise<Answer> {
  for (;;) {
    const typed = await terminal.ask(question);
    if (typed === undefined) return "quit";
    const answer = answers.get(typed.trim().toLowerCase());
    if (answer !== undefined) return answer;
  }
}

function improvedIn(events: readonly Event[]): readonly ImprovedEvent[] {
  return events.filter((event) => event.kind === "improved");
}

function shown(event: ImprovedEvent, { bold, green, red }: Colors): string {
  const lines = (prefix: string, code: string, color: (text: string) => string): string =>
    code
      .split(/\r?\n/)
      .map((line) => color(prefix + line))
      .join("\n");
  return [
    `${bold(placeOf(event.file, event.range.start))}  ${gainOf(event)}`,
    lines("- ", event.before, red),
    lines("+ ", event.after, green),
  ].join("\n");
}
