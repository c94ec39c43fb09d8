/** Name, left side, right side. */
export const MATH_RULES: readonly (readonly [string, string, string])[];
export const MATH_TERMS: readonly string[];
export const MATH_NODES: readonly number[];
export const MATH_CLASSES_FROM_6: readonly number[];
export const MATH_OPERATORS_AT_11: Readonly<Record<string, number>>;
