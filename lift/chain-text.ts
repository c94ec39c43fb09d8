import { consumers, loneStages, producers } from "./chain-syntax.ts";

/**
 * Could a chain that is worth a loop stand in a text? As `mayEndChain` in `chain-prospect.ts`, but before anything is
 * parsed: yes more often than needed, and never no where a chain is. With `lone`, a single `flatMap` or `flat` is one.
 */
export function mayHoldChain(text: string, lone: boolean): boolean {
  if (lone && loneStage.test(text)) return true;
  if (mayCopy(text)) return true;
  return text.search(stage) >= 0 && (goesOn.test(text) || isTaken.test(text) || isNamed(text));
}

const anyOf = (names: Iterable<string>): string => `(?:${[...names].join("|")})`;
const stages = anyOf([...producers.keys(), "from", "fill", "keys"]);
const ends = anyOf([...producers.keys(), ...consumers.keys(), "length"]);

const loneStage = new RegExp(`\\.\\s*${anyOf(loneStages)}\\b`);
const reduction = /\.\s*reduce\b/;
const copy = /\.\.\.|\.\s*(?:concat|assign)\b/;
const stage = new RegExp(`\\.\\s*${stages}\\s*[(<]`, "g");

/** A method, `.length` or `[0]` of what a call gives: on a line of its own, there may be comments between. */
const goesOn = new RegExp(`(?:[)\\]!]|\\*/)\\s*(?:\\.\\s*${ends}\\b|\\[\\s*0)|^[^\\S\\n]*\\.\\s*${ends}\\b`, "m");

/** Spread, given to a constructor, or gone through. */
const isTaken = /\.\.\.|\bfromEntries\b|\bnew\s+(?:Set|Map)\b|\bfor\s*(?:await\s*)?\([^;]{0,500}?\bof\b/;

/** Is something copied behind the start of a reduction? */
function mayCopy(text: string): boolean {
  const start = text.search(reduction);
  return start >= 0 && copy.test(text.slice(start));
}

/** Is there a variable that may stand for a stage, and is used as that would be? */
function isNamed(text: string): boolean {
  let first = -1;
  let last = -1;
  for (const { index } of text.matchAll(stage)) {
    if (first < 0) first = index;
    last = index;
  }
  const names = new Set<string>();
  for (const { 1: name, index } of text.matchAll(declared)) if (index < last) names.add(name!);
  if (names.size === 0) return false;
  for (const { 1: name } of text.slice(first).matchAll(used)) if (names.has(name!)) return true;
  return false;
}

const declared = /\b(?:const|let)\s+([\w$]+)/g;
const used = new RegExp(`(?<![\\w$.])([\\w$]+)\\s*(?:!\\s*)?(?:\\.\\s*${ends}\\b|\\[\\s*0)`, "g");
