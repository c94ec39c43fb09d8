import type { Chain } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import { foldRightConsumer, lastConsumer } from "./backwards-consumer.ts";
import { type Consumer, consumerOf } from "./consumer.ts";
import { forOfConsumer } from "./for-of-consumer.ts";
import type { Helper } from "./guard.ts";
import { joinConsumer } from "./join-consumer.ts";
import type { Place, TermFacts } from "./output.ts";
import { mapConsumer, objectConsumer } from "./pair-consumer.ts";

/** The consumer that `root` is. `stops`: may the loop end before its last element? */
export function chooseConsumer<Node>(
  root: Term,
  chain: Chain<Node>,
  place: Place,
  facts: TermFacts,
  stops: boolean,
  helpers: Set<Helper>,
  loopOver: (array: string) => string,
): Consumer {
  if (root.op === "forEach" && chain.ending === "for-of") return forOfConsumer(loopOver);
  switch (root.op) {
    case "last":
      return lastConsumer(root, chain, place, stops);
    case "join":
      return joinConsumer(root, chain, place, facts);
    case "toMap":
      return mapConsumer(place, facts);
    case "toObject":
      return objectConsumer(chain, place, facts, helpers);
    case "foldRight":
      return foldRightConsumer(root, chain, place, facts);
    default:
      return consumerOf(root, chain, place, facts, stops);
  }
}
