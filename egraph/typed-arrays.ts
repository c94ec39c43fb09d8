/** `array` with room for at least `length` elements: itself, or a copy of at least twice the size. */
export function grownInt32(array: Int32Array, length: number): Int32Array {
  if (length <= array.length) return array;
  const larger = new Int32Array(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}

/** As {@link grownInt32}, for doubles. */
export function grownFloat64(array: Float64Array, length: number): Float64Array {
  if (length <= array.length) return array;
  const larger = new Float64Array(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}
