import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { SkipCode } from "../plugin/skip-codes.ts";
import { reasonOf } from "./system-error.ts";

/** A source text as it lies on disk. */
export interface SourceFile {
  readonly path: string;
  /** Without a byte order mark. */
  readonly text: string;
  readonly hasMark: boolean;
  /** What was read, to notice that somebody else has written in the meantime. */
  readonly bytes: Buffer;
}

/** Why a file was not read or written. */
export interface FileProblem {
  readonly code: Extract<SkipCode, "E-UNREADABLE" | "E-BINARY" | "E-ENCODING" | "E-NOT-WRITTEN">;
  readonly seen: string;
}

/** Reads the file at `path`. */
export function readSource(path: string): SourceFile | FileProblem {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { code: "E-UNREADABLE", seen: reasonOf(error) };
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { code: "E-ENCODING", seen: "it starts as UTF-16 (big-endian) does" };
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { code: "E-ENCODING", seen: "it starts as UTF-16 (little-endian) does" };
  const zero = bytes.indexOf(0);
  if (zero >= 0) return { code: "E-BINARY", seen: `the byte at offset ${zero} is zero` };
  try {
    const decoded = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const hasMark = decoded.startsWith("\uFEFF");
    return { path, text: hasMark ? decoded.slice(1) : decoded, hasMark, bytes };
  } catch {
    return { code: "E-ENCODING", seen: `the bytes from offset ${firstBadByte(bytes)} on are not UTF-8` };
  }
}

/** The offset of the first byte at which UTF-8 goes wrong. */
function firstBadByte(bytes: Buffer): number {
  const decoded = bytes.toString("utf8");
  for (let at = decoded.indexOf("\uFFFD"); at >= 0; at = decoded.indexOf("\uFFFD", at + 1)) {
    const offset = Buffer.byteLength(decoded.slice(0, at));
    if (bytes.subarray(offset, offset + 3).toString("hex") !== "efbfbd") return offset;
  }
  return 0;
}

let temporaries = 0;

/**
 * Puts `text` in the place of what was read: whole or not at all. Mode, owner and byte order mark stay,
 * a symbolic link keeps leading to the file. Gives the problem when it did not work; then the file is as it was.
 */
export function writeSource(file: SourceFile, text: string): FileProblem | undefined {
  let temporary: string | undefined;
  try {
    const target = realpathSync(file.path);
    accessSync(target, constants.W_OK);
    if (!readFileSync(target).equals(file.bytes))
      return { code: "E-NOT-WRITTEN", seen: "it has changed since it was read" };
    const { mode, uid, gid } = statSync(target);
    temporary = join(dirname(target), `.${basename(target)}.eqsat-${process.pid}-${temporaries++}`);
    const descriptor = openSync(temporary, "wx", 0o600);
    try {
      writeFileSync(descriptor, file.hasMark ? `\uFEFF${text}` : text);
      if (process.getuid?.() === 0) fchownSync(descriptor, uid, gid);
      fchmodSync(descriptor, mode & 0o7777);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, target);
    return undefined;
  } catch (error) {
    if (temporary !== undefined) removeQuietly(temporary);
    return { code: "E-NOT-WRITTEN", seen: reasonOf(error) };
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never made, or has already been renamed.
  }
}
