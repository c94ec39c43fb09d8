/** What options and reports need to know of a rule. */
export interface RuleEntry {
  readonly id: string;
}

/** Every rule, sorted by id. */
export const ruleCatalogue: readonly RuleEntry[] = [];
