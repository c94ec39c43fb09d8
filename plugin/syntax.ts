/** File extensions that can be parsed, without the dot. */
export const extensions: readonly string[] = ["js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"];

/** How a file is to be parsed, decided by its name alone. */
export interface Syntax {
  readonly typescript: boolean;
  readonly jsx: boolean;
  readonly sourceType: "unambiguous" | "module" | "commonjs";
}

/** The syntax of `filename`. A name without a known extension, or `""`, is read as JavaScript with JSX. */
export function syntaxOf(filename: string): Syntax {
  const extension = /\.([^./\\]+)$/.exec(filename)?.[1] ?? "";
  const typescript = /^[cm]?tsx?$/.test(extension);
  return {
    typescript,
    jsx: !typescript || extension === "tsx",
    // TypeScript writes CommonJS with `import` and `export`: only the text can tell.
    sourceType: extension.startsWith("m") ? "module" : extension === "cjs" ? "commonjs" : "unambiguous",
  };
}

/** Does `filename` hold declarations only? There is nothing to run in it. */
export function isDeclarationFile(filename: string): boolean {
  return /\.d\.(?:[^./\\]+\.)?[cm]?ts$/.test(filename);
}
