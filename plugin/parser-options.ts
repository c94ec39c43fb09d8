import type { ParserOptions, ParserPlugin } from "@babel/parser";
import type { Syntax } from "./syntax.ts";

/** The two dialects of decorators; one parser run knows one of them. */
export type Decorators = "decorators" | "decorators-legacy";

/** The dialect to try first: parameter decorators, as in Angular and Nest, exist in the legacy dialect only. */
export function likelyDecorators({ typescript }: Syntax): Decorators {
  return typescript ? "decorators-legacy" : "decorators";
}

/** Options of `@babel/parser` for a whole file. */
export function parserOptions(syntax: Syntax, decorators: Decorators): ParserOptions {
  const plugins: ParserPlugin[] = [
    decorators,
    "decoratorAutoAccessors",
    "explicitResourceManagement",
    ["importAttributes", { deprecatedAssertSyntax: true }],
  ];
  if (syntax.typescript) plugins.push("typescript");
  if (syntax.jsx) plugins.push("jsx");
  const { sourceType } = syntax;
  // In CommonJS it is allowed without saying, and saying so is an error.
  return { plugins, sourceType, ...(sourceType === "unambiguous" && { allowReturnOutsideFunction: true }) };
}

/** `options`, for a list of statements that stands inside any function, class or loop of such a file. */
export function fragmentOptions(options: ParserOptions, sourceType: "script" | "module"): ParserOptions {
  return {
    ...options,
    sourceType: sourceType === "module" ? "module" : "script",
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowYieldOutsideFunction: true,
    allowNewTargetOutsideFunction: true,
    allowSuperOutsideMethod: true,
    allowUndeclaredExports: true,
    // Private names and labels of the surroundings are not visible from a fragment.
    errorRecovery: true,
  };
}
