import type { EGraph, Id } from "./egraph.ts";
import { spaceOf } from "./extract-space.ts";
import { cheapestTrees } from "./extract-trees.ts";

/**
 * Copies what lies below `root` with classes replaced: the class of the smallest term of `root` in which every class
 * that is a key of `map` is its value. Classes for which `depends` is false stay as they are, and are not entered.
 * The e-graph must be rebuilt, or a step be running.
 * @throws RangeError if a class has no finite term
 */
export function substitute(
  eg: EGraph,
  root: Id,
  map: ReadonlyMap<Id, Id>,
  depends: (eg: EGraph, id: Id) => boolean,
): Id {
  const replaced = new Map<Id, Id>();
  const kept = new Map<Id, Id>();
  for (const [from, to] of map) {
    replaced.set(eg.rootOf(from), to);
    kept.set(eg.rootOf(from), from);
  }
  const space = spaceOf(eg, root, () => 1);
  const { options, pick } = cheapestTrees(space);
  /** Enters the smallest term, with `leaves` in place of the classes to be replaced. */
  const copier = (leaves: ReadonlyMap<Id, Id>): ((place: number) => Id) => {
    const copies = new Map<number, Id>();
    const copy = (place: number): Id => {
      const known = copies.get(place);
      if (known !== undefined) return known;
      const id = space.ids[place]!;
      let result = leaves.get(id);
      if (result === undefined) {
        if (!depends(eg, id)) result = id;
        else {
          const choice = options[place]![pick[place]!];
          if (choice === undefined) throw new RangeError(`e-class ${id} has no finite term`);
          result = eg.add(choice.op, choice.children.map(copy), choice.payload);
        }
      }
      copies.set(place, result);
      return result;
    };
    return copy;
  };
  // An explanation has to name the term that was copied, which need not be the one that `root` names.
  eg.proofs?.readAs(root, copier(kept)(0));
  return copier(replaced)(0);
}
