/** Lets work begin while all that is under way weighs no more than `limit`; what is heavier than that goes alone. */
export class WeightLimit {
  readonly #limit: number;
  readonly #waiting: { readonly weight: number; readonly begin: () => void }[] = [];
  #underWay = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Does `work` once there is room for it, in the order of the calls. */
  async run<Result>(weight: number, work: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((begin) => {
      this.#waiting.push({ weight, begin });
      this.#admit();
    });
    try {
      return await work();
    } finally {
      this.#underWay -= weight;
      this.#admit();
    }
  }

  #admit(): void {
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined || (this.#underWay > 0 && this.#underWay + next.weight > this.#limit)) return;
      this.#waiting.shift();
      this.#underWay += next.weight;
      next.begin();
    }
  }
}
