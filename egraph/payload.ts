/** What an e-node may carry beside its children: a JavaScript primitive. */
export type Payload = number | string | bigint | boolean | null | undefined;

/** Interned number of the payload `undefined`, which is also that of a node without payload. */
export const NO_PAYLOAD = 0;

/**
 * Payloads as small integers. Two payloads share a number exactly when `Object.is` holds, so `0`, `-0` and `NaN`
 * are three payloads, and `1`, `1n`, `"1"` and `true` are four.
 */
export class Payloads {
  #values: Payload[] = [undefined];
  #ids: Map<Payload, number> = new Map([[undefined, NO_PAYLOAD]]);
  #negativeZero = -1;
  /** Grows when numbers handed out earlier are forgotten: whoever keeps one compares epochs. */
  epoch = 0;

  intern(value: Payload): number {
    // A Map holds 0 and -0 to be one key; the negative one has its own place.
    if (value === 0 && Object.is(value, -0)) {
      if (this.#negativeZero < 0) this.#negativeZero = this.#values.push(value) - 1;
      return this.#negativeZero;
    }
    const known = this.#ids.get(value);
    if (known !== undefined) return known;
    const id = this.#values.push(value) - 1;
    this.#ids.set(value, id);
    return id;
  }

  value(id: number): Payload {
    return this.#values[id];
  }

  /** Forgets everything if more than `keep` payloads have gathered. Otherwise numbers stay valid. */
  trim(keep: number): void {
    if (this.#values.length <= keep) return;
    this.#values = [undefined];
    this.#ids = new Map([[undefined, NO_PAYLOAD]]);
    this.#negativeZero = -1;
    this.epoch++;
  }
}

/** A total order of payloads, by type and then by value: for ties that must not depend on the order of insertion. */
export function comparePayloads(a: Payload, b: Payload): number {
  if (Object.is(a, b)) return 0;
  const rank = typeRank(a) - typeRank(b);
  if (rank !== 0) return rank;
  if (typeof a === "number" && typeof b === "number") {
    if (a !== a) return 1;
    if (b !== b) return -1;
    if (a === b) return Object.is(a, -0) ? -1 : 1;
    return a < b ? -1 : 1;
  }
  return (a as string) < (b as string) ? -1 : 1;
}

function typeRank(value: Payload): number {
  switch (typeof value) {
    case "undefined":
      return 0;
    case "boolean":
      return 2;
    case "number":
      return 3;
    case "bigint":
      return 4;
    case "string":
      return 5;
    default:
      return 1; // null
  }
}
