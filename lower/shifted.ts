import type { Place } from "./output.ts";

/**
 * A later callback sees the index in the whole array, not in what is left of it. Where the loop was not entered
 * (`failed`), a method of the user's may get it: then it is the very function that was written.
 */
export function shiftedCallback(
  callback: string,
  position: number,
  index: string,
  failed: string | undefined,
  place: Place,
): string {
  const parameters = Array.from({ length: position }, (_, each) => place.fresh(`a${each}`));
  const typed = parameters.map((each) => (place.typescript ? `${each}: any` : each));
  const own = place.fresh("k");
  const at = place.typescript ? `${own}: any` : own;
  const shift = (called: string): string =>
    `(${[...typed, at].join(", ")}) => ${called}(${parameters.join(", ")}, ${own} + ${index})`;
  if (failed === undefined) return shift(`(${callback})`);
  const name = place.fresh("call");
  // The parameters of the callback are typed by what it is passed for.
  const parameter = place.typescript ? `${name}: (...args: any[]) => any` : name;
  return `((${parameter}) => ${failed} ? ${name} : ${shift(name)})(${callback})`;
}

/** The bounds of a later `slice`, of which `done` elements have been dealt with. */
export function shiftedBounds(
  bounds: readonly string[],
  done: string,
  failed: string | undefined,
  place: Place,
): string[] {
  const bound = place.fresh("bound");
  const parameter = place.typescript ? `(${bound}: any)` : `(${bound})`;
  const whole = failed === undefined ? "" : `${failed} ? ${bound} : `;
  const less = `${parameter} => ${whole}Math.max(${bound} - ${done}, 0)`;
  return bounds.map((each) => `(${less})(${each})`);
}
