import type { Event } from "../plugin/events.ts";
import { skipCodes } from "../plugin/skip-codes.ts";

/** What there is to say of an event in a list of findings: nothing of code that is best as it is. */
export interface Finding {
  /** A skip code, or one of `improvable`, `limit-reached`, `E-BUG`. */
  readonly id: string;
  /** How bad it is. An improvement that could be made is no fault. */
  readonly level: "note" | "warning" | "error";
  /** One line, no full stop. */
  readonly message: string;
}

/** The finding of `event`, if it is one. Regions that were left alone are not: `--skipped` lists them. */
export function findingOf(event: Event): Finding | undefined {
  switch (event.kind) {
    case "improved": {
      const gain = (event.cost.before / event.cost.after).toFixed(1);
      return { id: "improvable", level: "note", message: `can be faster, est. ${gain}x, by ${event.rules.join(", ")}` };
    }
    case "skipped": {
      const row = skipCodes[event.code];
      if (row.about === "region") return undefined;
      const level = row.about === "file" ? "error" : "warning";
      return { id: event.code, level, message: `${row.outcome}: ${event.seen}` };
    }
    case "limit-reached": {
      const after = event.limit === "pass limit" ? `${event.iterations} passes` : `${event.nodes} nodes`;
      return { id: "limit-reached", level: "note", message: `${event.limit} reached after ${after}` };
    }
    case "bug":
      return { id: "E-BUG", level: "error", message: `left alone, something inside went wrong: ${event.message}` };
    case "kept":
    case "file":
      return undefined;
  }
}
