class Inventory {
  #items;

  constructor(items) {
    this.#items = items;
  }

  get available() {
    return this.#items.filter((item) => item.inStock).length;
  }

  get value() {
    return this.#items
      .filter((item) => item.inStock)
      .map((item) => item.price * item.quantity)
      .reduce((a, b) => a + b, 0);
  }

  labels(least) {
    return this.#items.filter((item) => item.price >= least).map((item) => `${item.id}/${item.category}`);
  }
}

/** A summary of an inventory. */
export function run(items) {
  const inventory = new Inventory(items);
  return { available: inventory.available, value: inventory.value, labels: inventory.labels(50) };
}
