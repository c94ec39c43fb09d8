import type * as t from "@babel/types";
import type { CallbackRefusal } from "./callback.ts";

/** A chain that we recognise and cannot lift: the code of the skip and the node to point at. */
export type ChainRefusal = CallbackRefusal;

/** Thrown, but no error: refusals are frequent, and to note where each was thrown takes long. */
export class Refused {
  readonly refusal: ChainRefusal;
  constructor(refused: string, node: t.Node) {
    this.refusal = { refused, node };
  }
}
