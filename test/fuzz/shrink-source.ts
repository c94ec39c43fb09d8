import { parse } from "@babel/parser";

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Replace `start` to `end` by `text`. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value && "end" in value;
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === "loc" || key === "extra" || key.endsWith("Comments") || key === "errors" || key === "tokens") continue;
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) children.push(child);
  }
  return children;
}

/**
 * Makes `source` smaller for as long as `stillFails` says that the failure is there: drops statements, list items and
 * wrappers, and replaces expressions by their parts or by literals. At most `budget` trials.
 */
export async function shrinkSource(
  source: string,
  stillFails: (candidate: string) => Promise<boolean>,
  budget: number,
): Promise<string> {
  let current = source;
  let trials = 0;
  for (let improved = true; improved && trials < budget; ) {
    improved = false;
    let edits = editsOf(current);
    for (let i = 0; i < edits.length && trials < budget; i++) {
      const edit = edits[i];
      if (edit === undefined) break;
      const candidate = current.slice(0, edit.start) + edit.text + current.slice(edit.end);
      if (candidate.length >= current.length) continue;
      trials++;
      if (!(await stillFails(candidate))) continue;
      current = candidate;
      improved = true;
      // Go on from about the same place: what comes before was tried in vain.
      edits = editsOf(current);
    }
  }
  return current;
}

/** All edits that make `source` shorter, the largest first. */
function editsOf(source: string): Edit[] {
  let root: Node;
  try {
    root = parse(source, {
      sourceType: "unambiguous",
      plugins: ["typescript"],
      errorRecovery: true,
      allowReturnOutsideFunction: true,
    }).program as unknown as Node;
  } catch {
    return [];
  }
  const edits: Edit[] = [];
  const visit = (node: Node): void => {
    for (const [key, value] of Object.entries(node)) {
      if (Array.isArray(value)) for (const edit of listEdits(key, value.filter(isNode))) edits.push(edit);
    }
    if (/Expression$|Literal$|^Identifier$/.test(node.type)) edits.push(...expressionEdits(source, node));
    else if (/Statement$/.test(node.type)) edits.push(...statementEdits(source, node));
    else if (node.type === "VariableDeclarator" || /Pattern$/.test(node.type))
      edits.push(...partEdits(source, node, 1));
    for (const child of childrenOf(node)) visit(child);
  };
  visit(root);
  return edits.sort((a, b) => a.text.length - a.end + a.start - (b.text.length - b.end + b.start));
}

/** Drops one item of a list, with the comma beside it. */
function listEdits(key: string, items: readonly Node[]): Edit[] {
  return items.map((item, i) => {
    let { start, end } = item;
    if (["arguments", "elements", "params", "properties", "declarations", "expressions"].includes(key)) {
      const next = items[i + 1];
      const previous = items[i - 1];
      if (next !== undefined) end = next.start;
      else if (previous !== undefined) start = previous.end;
    }
    return { start, end, text: "" };
  });
}

function expressionEdits(source: string, node: Node): Edit[] {
  const edits = partEdits(source, node, 3);
  const text = source.slice(node.start, node.end);
  for (const simple of ["0", "[]", "1"])
    if (text !== simple) edits.push({ start: node.start, end: node.end, text: simple });
  return edits;
}

/** Puts a part of `node` in its place. */
function partEdits(source: string, node: Node, depth: number): Edit[] {
  const edits: Edit[] = [];
  for (const child of childrenOf(node)) {
    if (child.start === node.start && child.end === node.end) continue;
    const part = source.slice(child.start, child.end);
    const simple = /^[\w$.]+$|^\[.*\]$/s.test(part) || /Pattern$|Declarator$/.test(node.type);
    edits.push({ start: node.start, end: node.end, text: part });
    if (!simple) edits.push({ start: node.start, end: node.end, text: `(${part})` });
    if (depth > 1) {
      for (const edit of partEdits(source, child, depth - 1)) edits.push({ ...edit, start: node.start, end: node.end });
    }
  }
  return edits;
}

/** Puts the inner statements of a statement, or one of its expressions, in its place. */
function statementEdits(source: string, node: Node): Edit[] {
  const edits: Edit[] = [];
  for (const child of childrenOf(node)) {
    const part = source.slice(child.start, child.end);
    const inner =
      child.type === "BlockStatement" ? part.slice(1, -1) : /Expression$/.test(child.type) ? `${part};` : part;
    edits.push({ start: node.start, end: node.end, text: inner });
  }
  return edits;
}
