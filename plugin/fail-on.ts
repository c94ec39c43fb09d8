import type { Event } from "./events.ts";
import type { ResolvedOptions } from "./options.ts";

/** Throws an `Error` for the first of `events` on which the option `failOn` wants the build to fail. */
export function failIfAsked(events: readonly Event[], { failOn }: Pick<ResolvedOptions, "failOn">): void {
  if (failOn === "never") return;
  for (const event of events) {
    if (event.kind === "bug") throw new Error(`eqsat: ${event.file}: ${event.message}`);
    if (event.kind !== "limit-reached" || failOn !== "limit") continue;
    const { line, column } = event.range.start;
    throw new Error(`eqsat: ${event.file}:${line}:${column}: ${event.limit} reached`);
  }
}
