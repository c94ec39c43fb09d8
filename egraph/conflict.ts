import type { Id } from "./egraph.ts";

/**
 * Two facts about one e-class contradict each other: some rule is wrong, or a fact from outside is.
 * `rules` are the reasons of the unions that made the class, in order.
 */
export class Conflict extends Error {
  readonly rules: readonly string[];
  readonly id: Id;

  constructor(id: Id, rules: readonly string[], cause: unknown) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    super(`conflicting facts in e-class ${id}, merged by ${rules.join(", ") || "no rule"}: ${detail}`, { cause });
    this.name = "Conflict";
    this.id = id;
    this.rules = rules;
  }
}
