/** What options, reports and documentation need to know of a rule. */
export interface RuleEntry {
  /** Its path: subject, slash, name. */
  readonly id: string;
  /** The equation in JavaScript's words. */
  readonly statement: string;
  /** What must hold, a sentence each. */
  readonly conditions: readonly string[];
  /** Assumptions that it needs, all of them. */
  readonly assume: readonly string[];
  readonly proof: string;
  /** Source text in which it fires. */
  readonly yes: readonly string[];
  /** Where it must not fire: source text, or values that refute the equation. */
  readonly no: readonly string[];
}

/** Every rule, sorted by id. */
export const ruleCatalogue: readonly RuleEntry[] = [];
