import type { Context } from "./context.ts";
import type { Type } from "./types.ts";

/** `text`, with something visible done before or around it, as far as the style allows effects. */
export function withEffect(c: Context, text: string, type: Type): string {
  const { random } = c;
  if (c.style.impure === 0) return c.style.tame ? text : `quiet(${text})`;
  if (c.style.tame) return `log(${text})`;
  const cell = c.cells.length > 0 ? random.pick(c.cells) : undefined;
  const xs = c.anyArray()?.name;
  const local = c.variable(type, true);
  return random.weighted([
    [4, `log(${text})`],
    [1.5, `ext(${text})`],
    [2, `boom(${text})`],
    [1, `touch(${text})`],
    [1, `(log("at"), ${text})`],
    [cell === undefined ? 0 : 1.5, `(${cell?.name} = ${text})`],
    [cell?.type === "num" ? 1.5 : 0, `(${cell?.name}++, ${text})`],
    [local === undefined ? 0 : 0.4, `(${local?.name} = ${text})`],
    [xs === undefined ? 0 : 0.5, `(${xs}.push(${text}), ${text})`],
    [xs === undefined ? 0 : 0.3, `(${xs}.length = 2, ${text})`],
    [xs === undefined ? 0 : 0.3, `(delete ${xs}[1], ${text})`],
    [xs === undefined ? 0 : 0.3, `(${xs}[1] = ${text})`],
    [0.2, `(() => { throw ${text}; })()`],
    [0.2, `missing(${text})`],
  ]);
}
