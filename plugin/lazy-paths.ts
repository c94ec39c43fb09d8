import { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";

/** Every node of a program that Babel's traversal would come to, in that order, and where it stands. */
export class NodeList {
  readonly nodes: t.Node[] = [];
  /** For each node the number of its parent; -1 for the program. */
  readonly parents: number[] = [];
  /** The field of the parent that it stands in. */
  readonly keys: string[] = [];
  /** Its place in the list that this field is; -1 where it is no list. */
  readonly places: number[] = [];

  add(node: t.Node, parent: number, key: string, place: number): number {
    this.parents.push(parent);
    this.keys.push(key);
    this.places.push(place);
    return this.nodes.push(node) - 1;
  }
}

/** Babel's paths of a list of nodes, each made when somebody asks for it. */
export class LazyPaths {
  readonly list: NodeList;
  private readonly known: (NodePath | undefined)[];

  constructor(list: NodeList, program: NodePath) {
    this.list = list;
    this.known = [program];
  }

  at(index: number): NodePath {
    return this.known[index] ?? this.make(index);
  }

  private make(index: number): NodePath {
    const { nodes, parents, keys, places } = this.list;
    const parentPath = this.at(parents[index]!);
    // Babel's constructor of scopes asks for the path while it is being made.
    const made = this.known[index];
    if (made !== undefined) return made;
    const parent = nodes[parents[index]!]!;
    const key = keys[index]!;
    const place = places[index]!;
    const path = pathAt(parentPath, parent, key, place);
    this.known[index] = path;
    return path.setContext(parentPath.context);
  }
}

/** What `NodePath.get` takes, whose types know only fields of nodes whose kind is known. */
interface Place {
  readonly parentPath: NodePath;
  readonly parent: t.Node;
  readonly container: object;
  readonly listKey?: string;
  readonly key: string | number;
}

const getPath: (place: Place) => NodePath = NodePath.get as unknown as typeof getPath;

function pathAt(parentPath: NodePath, parent: t.Node, key: string, place: number): NodePath {
  if (place < 0) return getPath.call(NodePath, { parentPath, parent, container: parent, key });
  const container = (parent as unknown as Record<string, object>)[key]!;
  return getPath.call(NodePath, { parentPath, parent, container, listKey: key, key: place });
}
