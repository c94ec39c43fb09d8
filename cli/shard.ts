import { UsageError } from "./terminal.ts";

/** One of several machines that share the work: `index` of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Reads `I/N`. */
export function readShard(text: string): Shard {
  const [, first, second] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(first), count: Number(second) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  throw new UsageError(`--shard ${text}: write I/N, the part and the number of parts, such as 1/3`);
}

/** The shard's part of `files`, which are sorted: every file is in exactly one. Neighbours are dealt to different ones. */
export function partOf<File>(files: readonly File[], { index, count }: Shard): readonly File[] {
  return files.filter((_, position) => position % count === index - 1);
}
