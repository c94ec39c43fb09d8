/** `text` with nothing in it that a browser would take for markup. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Parts of a page, one below the other. */
export function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n");
}

/** `1 file`, `2 files`. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
