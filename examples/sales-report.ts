/** Builds the monthly sales report from orders, as text and as figures. */

export interface Line {
  readonly sku: string;
  readonly quantity: number;
  /** In cents. */
  readonly price: number;
  readonly taxRate: number;
}

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly country: string;
  readonly status: "open" | "paid" | "cancelled";
  readonly lines: readonly Line[];
}

export interface CustomerTotal {
  readonly customer: string;
  readonly total: number;
}

export function orderTotal(order: Order): number {
  return order.lines
    .map((line) => ({ net: line.quantity * line.price, taxRate: line.taxRate }))
    .map(({ net, taxRate }) => net + net * taxRate)
    .reduce((sum, gross) => sum + gross, 0);
}

export function revenue(orders: readonly Order[]): number {
  return orders
    .filter((order) => order.status === "paid")
    .map((order) => orderTotal(order))
    .reduce((sum, total) => sum + total, 0);
}

/** Pieces sold per article, of all orders that were not cancelled. */
export function piecesBySku(orders: readonly Order[]): Map<string, number> {
  const pieces = new Map<string, number>();
  orders
    .filter((order) => order.status !== "cancelled")
    .flatMap((order) => order.lines)
    .forEach((line) => {
      pieces.set(line.sku, (pieces.get(line.sku) ?? 0) + line.quantity);
    });
  return pieces;
}

export function countries(orders: readonly Order[]): string[] {
  return [...new Set(orders.map((order) => order.country))].sort();
}

export function bestCustomers(orders: readonly Order[], count: number): CustomerTotal[] {
  const totals: Record<string, number> = {};
  for (const order of orders.filter((o) => o.status === "paid")) {
    totals[order.customer] = (totals[order.customer] ?? 0) + orderTotal(order);
  }
  return Object.entries(totals)
    .map(([customer, total]) => ({ customer, total }))
    .sort((a, b) => b.total - a.total)
    .slice(0, count);
}

/** The first open order that is worth more than `limit` cents. */
export function firstLargeOpenOrder(orders: readonly Order[], limit: number): Order | undefined {
  return orders.filter((order) => order.status === "open" && orderTotal(order) > limit)[0];
}

export function hasUntaxedLine(orders: readonly Order[]): boolean {
  return orders.flatMap((order) => order.lines).some((line) => line.taxRate === 0);
}

/** Share of each country in the revenue, from 0 to 1. */
export function shares(orders: readonly Order[]): Record<string, number> {
  const all = revenue(orders);
  const share = (country: string) => revenue(orders.filter((order) => order.country === country)) / all;
  return Object.fromEntries(countries(orders).map((country) => [country, share(country)]));
}

export function asCsv(orders: readonly Order[]): string {
  const rows = orders
    .filter((order) => order.lines.length > 0)
    .map((order) => [order.id, order.customer, String(order.lines.length), formatCents(orderTotal(order))])
    .map((cells) => cells.map(quote).join(","));
  return ["id,customer,lines,total", ...rows].join("\n");
}

export function formatCents(cents: number): string {
  return (cents / 100).toFixed(2);
}

function quote(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
}
