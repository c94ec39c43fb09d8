import { type Consumer, ownCall } from "./consumer.ts";

/** The body of a `for…of` loop in place of a result. `body`: the loop itself, over what the rest of the chain gives. */
export function forOfConsumer(loopOver: (array: string) => string): Consumer {
  return {
    variable: "",
    variables: [],
    value: "undefined",
    resumesInside: true,
    usesElement: true,
    // The body may leave the loop by itself: that is not to be taken for a test that failed.
    searches: true,
    declare: () => [],
    consume: (writer, element) => ownCall(writer, element) ?? writer.loopBody(element),
    resume: (rest) => ({ value: rest.rest(rest.stages), uses: loopOver, helpers: [] }),
  };
}
