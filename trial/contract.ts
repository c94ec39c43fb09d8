import type { Assumptions } from "../plugin/assumptions.ts";
import type { Relaxation } from "./difference.ts";

/** What inputs must keep because the user promised it, and what is then not compared. Plain data but for `relaxed`. */
export interface Contract {
  readonly noGetters: boolean;
  readonly noCoercions: boolean;
  readonly plainArrays: boolean;
  readonly noHoles: boolean;
  /** Values are of the types that they are used as. */
  readonly typed: boolean;
  readonly finite: boolean;
  readonly looseNumbers: boolean;
  readonly looseErrors: boolean;
  /** Names of functions whose calls leave no trace. */
  readonly looseTrace: boolean;
}

/** The contract under accepted assumptions. */
export function contractOf(assume: Assumptions): Contract {
  const accepted = (name: string): boolean => Reflect.get(assume, name) === true;
  return {
    noGetters: accepted("pureGetters"),
    noCoercions: accepted("pureCoercions"),
    plainArrays: accepted("plainArrays"),
    noHoles: accepted("noHoles"),
    typed: accepted("trustTypes"),
    finite: accepted("finiteMath"),
    looseNumbers: ["reassociate", "reciprocal", "approxMath", "exactPow", "finiteMath"].some(accepted),
    looseErrors: accepted("ignoreErrorOrder"),
    looseTrace: assume.pure.length > 0,
  };
}

/** What is not compared. */
export function relaxed({ looseNumbers, looseErrors, looseTrace }: Contract): Relaxation {
  return { ...(looseNumbers && { sameNumber: nearly }), errorOrder: looseErrors, trace: looseTrace };
}

/** Equal to within rounding that adds up over a few operations. */
function nearly(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}
