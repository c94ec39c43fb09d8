import type { EGraph, Id } from "./egraph.ts";
import { printPayload } from "./pattern.ts";
import type { Payload } from "./payload.ts";

/** An e-graph in the format of the `egraph-serialize` crate, which extraction-gym and other tools read. */
export interface SerializedEGraph {
  readonly nodes: Readonly<Record<string, SerializedNode>>;
  readonly root_eclasses: readonly string[];
  readonly class_data: Readonly<Record<string, never>>;
}

export interface SerializedNode {
  /** Operator, and the payload after `#` where there is one. */
  readonly op: string;
  /** Some node of each child's class. */
  readonly children: readonly string[];
  readonly eclass: string;
  readonly cost: number;
}

/** All nodes, named `class.number`. The e-graph must be rebuilt. */
export function serialize(eg: EGraph, roots: readonly Id[] = []): SerializedEGraph {
  const nodes: Record<string, SerializedNode> = {};
  for (const id of eg.classes()) {
    let number = 0;
    for (const node of eg.nodes(id)) {
      nodes[`${id}.${number++}`] = {
        op: labelOf(node.op, node.payload),
        children: node.children.map((child) => `${eg.find(child)}.0`),
        eclass: String(id),
        cost: 1,
      };
    }
  }
  return { nodes, root_eclasses: [...new Set(roots.map((id) => String(eg.find(id))))], class_data: {} };
}

/** Graphviz source: a dotted box for each class, its nodes inside, an edge to the class of each child. */
export function toDot(eg: EGraph): string {
  const lines = ["digraph egraph {", "  compound=true", "  clusterrank=local", "  node [shape=record, style=rounded]"];
  const edges: string[] = [];
  for (const id of eg.classes()) {
    lines.push(`  subgraph cluster_${id} {`, "    style=dotted", `    label="${id}"`, '    labeljust="l"');
    let number = 0;
    for (const { op, payload, children } of eg.nodes(id)) {
      const name = `n${id}_${number++}`;
      const ports = children.map((child, i) => {
        const to = eg.find(child);
        edges.push(`  ${name}:${i} -> n${to}_0 [lhead=cluster_${to}]`);
        return `<${i}>`;
      });
      const label = recordText(labelOf(op, payload));
      lines.push(`    ${name} [label="${ports.length === 0 ? label : `{${label}|{${ports.join("|")}}}`}"]`);
    }
    lines.push("  }");
  }
  return `${[...lines, ...edges, "}"].join("\n")}\n`;
}

function labelOf(op: string, payload: Payload): string {
  return payload === undefined ? op : `${op}#${printPayload(payload)}`;
}

/** Text inside a quoted record label, where `{ } | < >` and the backslash mean something. */
function recordText(text: string): string {
  return text.replace(/[\\{}|<>"]/g, "\\$&").replaceAll("\n", "\\n");
}
