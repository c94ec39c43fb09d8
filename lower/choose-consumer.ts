import type { Chain } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import { foldRightConsumer, lastConsumer } from "./backwards-consumer.ts";
import { type Consumer, consumerOf } from "./consumer.ts";
import type { Place, TermFacts } from "./output.ts";

/** The consumer that `root` is. `stops`: may the loop end before its last element? */
export function chooseConsumer<Node>(
  root: Term,
  chain: Chain<Node>,
  place: Place,
  facts: TermFacts,
  stops: boolean,
): Consumer {
  switch (root.op) {
    case "last":
      return lastConsumer(root, chain, place, stops);
    case "foldRight":
      return foldRightConsumer(root, chain, place, facts);
    default:
      return consumerOf(root, chain, place, facts, stops);
  }
}
