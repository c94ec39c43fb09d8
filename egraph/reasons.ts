/** Reason of a union of two nodes whose children are equal. No rule may be named so. */
export const CONGRUENCE = "congruence";

/** Names of rules, and other reasons for unions, as small numbers. 0 is {@link CONGRUENCE}. */
export class Reasons {
  readonly #names: string[] = [CONGRUENCE];
  readonly #numbers: Map<string, number> = new Map([[CONGRUENCE, 0]]);

  number(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#names.push(name) - 1;
      this.#numbers.set(name, number);
    }
    return number;
  }

  name(number: number): string {
    return this.#names[number]!;
  }
}
