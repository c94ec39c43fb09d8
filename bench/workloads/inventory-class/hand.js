class Inventory {
  #items;

  constructor(items) {
    this.#items = items;
  }

  get available() {
    const items = this.#items;
    let count = 0;
    for (let i = 0; i < items.length; i++) if (items[i].inStock) count++;
    return count;
  }

  get value() {
    const items = this.#items;
    let sum = 0;
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (item.inStock) sum += item.price * item.quantity;
    }
    return sum;
  }

  labels(least) {
    const items = this.#items;
    const labels = [];
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (item.price >= least) labels.push(`${item.id}/${item.category}`);
    }
    return labels;
  }
}

export function run(items) {
  const inventory = new Inventory(items);
  return { available: inventory.available, value: inventory.value, labels: inventory.labels(50) };
}
