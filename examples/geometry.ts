/** Plane geometry over points and polygons. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Polygon = readonly Point[];

export interface Box {
  readonly min: Point;
  readonly max: Point;
}

export function distance(a: Point, b: Point): number {
  return Math.sqrt(Math.pow(a.x - b.x, 2) + Math.pow(a.y - b.y, 2));
}

export function toRadians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** The signed area by the shoelace formula: positive when the points run counter-clockwise. */
export function signedArea(polygon: Polygon): number {
  return (
    polygon
      .map((p, i) => {
        const q = polygon[(i + 1) % polygon.length]!;
        return p.x * q.y - q.x * p.y;
      })
      .reduce((sum, cross) => sum + cross, 0) / 2
  );
}

export function perimeter(polygon: Polygon): number {
  return polygon
    .map((p, i) => distance(p, polygon[(i + 1) % polygon.length]!))
    .reduce((sum, length) => sum + length, 0);
}

export function boundingBox(polygon: Polygon): Box {
  const xs = polygon.map((p) => p.x);
  const ys = polygon.map((p) => p.y);
  return {
    min: { x: Math.min(...xs), y: Math.min(...ys) },
    max: { x: Math.max(...xs), y: Math.max(...ys) },
  };
}

export function centroid(points: readonly Point[]): Point {
  const x = points.map((p) => p.x).reduce((sum, value) => sum + value, 0) / points.length;
  const y = points.map((p) => p.y).reduce((sum, value) => sum + value, 0) / points.length;
  return { x, y };
}

/** The points of `points` inside a circle, moved so that its centre is the origin. */
export function pointsAround(points: readonly Point[], center: Point, radius: number): Point[] {
  return points
    .map((p) => ({ x: p.x - center.x, y: p.y - center.y }))
    .filter((p) => p.x * p.x + p.y * p.y <= radius * radius);
}

/** The distance from `from` to the nearest of `points`, `Infinity` when there are none. */
export function nearestDistance(points: readonly Point[], from: Point): number {
  return Math.min(...points.map((p) => Math.hypot(p.x - from.x, p.y - from.y)));
}

/** `n` points, evenly spread over a circle. */
export function regularPolygon(n: number, radius: number): Point[] {
  return Array.from({ length: n }, (_, i) => i * ((2 * Math.PI) / n)).map((angle) => ({
    x: radius * Math.cos(angle),
    y: radius * Math.sin(angle),
  }));
}

export function isInside(polygon: Polygon, { x, y }: Point): boolean {
  const crossings = polygon.filter((a, i) => {
    const b = polygon[(i + 1) % polygon.length]!;
    return a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x;
  });
  return crossings.length % 2 === 1;
}

/** Does any corner of one polygon lie in the other? */
export function cornersMeet(a: Polygon, b: Polygon): boolean {
  return a.some((p) => isInside(b, p)) || b.some((p) => isInside(a, p));
}
