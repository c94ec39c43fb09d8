const toText = Function.prototype.toString;

/**
 * From now on functions of programs convert to a text without their body: what `Function.prototype.toString` gives is
 * not part of the contract, but programs that put functions into strings are. Only for processes that do nothing else.
 */
export function hideFunctionText(): void {
  Object.defineProperty(Function.prototype, "toString", {
    value(this: unknown) {
      const text = Reflect.apply(toText, this, []);
      return text.includes("[native code]") ? text : "function () { … }";
    },
    writable: true,
    configurable: true,
  });
}
