import type { Terminal } from "./terminal.ts";

/** How often the line is drawn anew, in milliseconds: more would cost more than the work. */
const INTERVAL = 80;

/** A line on a terminal that says how far the work is; nothing anywhere else. */
export interface Progress {
  /** One more file is done. */
  done(shown: string, improved: number): void;
  /** Wipes the line. */
  end(): void;
}

/** Progress through `total` files, or other things. `now` is in milliseconds. */
export function startProgress(
  total: number,
  terminal: Terminal,
  what: string = "files",
  now: () => number = Date.now,
): Progress {
  if (!terminal.statusLine) return { done: () => {}, end: () => {} };
  const start = now();
  let finished = 0;
  let found = 0;
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    done(shown, improved) {
      finished++;
      found += improved;
      const time = now();
      if (time - drawn < INTERVAL && finished < total) return;
      drawn = time;
      const left = ((time - start) / finished) * (total - finished);
      const rest = finished < total ? `, ${clock(left)} left` : "";
      const gains = what === "files" ? `, ${found} improved` : "";
      terminal.err(`\r\x1B[K${finished}/${total} ${what}${gains}${rest}  ${shown.slice(-40)}`);
    },
    end: () => terminal.err("\r\x1B[K"),
  };
}

/** `0:07`, `12:34`. */
function clock(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
