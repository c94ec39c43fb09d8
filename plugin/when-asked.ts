/** `object` with further properties that are computed when they are first read. */
export function whenAsked<T extends object, F extends Record<string, () => unknown>>(
  object: T,
  fields: F,
): T & { readonly [K in keyof F]: ReturnType<F[K]> } {
  for (const [name, compute] of Object.entries(fields)) {
    const get = (): unknown => {
      const value = compute();
      Object.defineProperty(object, name, { value, enumerable: true });
      return value;
    };
    Object.defineProperty(object, name, { get, enumerable: true, configurable: true });
  }
  return object as T & { readonly [K in keyof F]: ReturnType<F[K]> };
}
