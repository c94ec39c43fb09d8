/** The variables of the loop that is being written. */
export interface LoopNames {
  readonly index: string;
  readonly element: string;
  readonly accumulator: string;
  /** The number of elements, negative where the loop is not to run. */
  readonly length: string;
  /** What is there to go on with when the loop is left: the element, or what the first stage has made of it. */
  readonly left: string;
  /** Stands in front of the loop where statements of a loop inside of it leave it. */
  readonly label: string;
}

/** The variables of a loop over the items of one element. */
export interface ItemNames {
  readonly item: string;
  readonly array: string;
  readonly at: string;
  readonly size: string;
  /** The label of the loop around it. */
  readonly label: string;
}

/** Text, and the statements that have to stand before it. */
export interface Written {
  readonly lines: readonly string[];
  readonly text: string;
}
