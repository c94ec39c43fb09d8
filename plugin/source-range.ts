/** A place in a source text. `line` and `column` count from 1, `column` in UTF-16 units; `offset` counts from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** The half-open stretch from `start` up to, not including, `end`. */
export interface SourceRange {
  readonly start: Position;
  readonly end: Position;
}

/** Anything that lies at offsets of the source: a Babel node, a comment, an edit. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Lines of a source, to turn offsets into positions. */
export interface SourceLines {
  position(offset: number): Position;
  range(span: Span): SourceRange;
}

/** Indexes the line starts of `source` once. Line ends are those of ECMAScript: LF, CR, CRLF, U+2028, U+2029. */
export function sourceLines(source: string): SourceLines {
  let starts: number[] | undefined;
  const position = (offset: number): Position => {
    starts ??= lineStarts(source);
    const within = Math.max(0, Math.min(offset, source.length));
    const line = lineIndex(starts, within);
    return { line: line + 1, column: within - starts[line]! + 1, offset: within };
  };
  return { position, range: ({ start, end }) => ({ start: position(start), end: position(end) }) };
}

function lineStarts(source: string): number[] {
  const starts = [0];
  for (const match of source.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(match.index + match[0].length);
  return starts;
}

/** The index of the last line start that is not behind `offset`. */
function lineIndex(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
