import type { Random } from "./random.ts";
import type { ArrayType, Style, Type, Variable } from "./types.ts";

const CLASHING: readonly string[] = [
  ..."i j n r x y f g acc el out i0 i1 _i _n _r $ length result index len arr value list item".split(" "),
  ..."left found searching count items keys entries array rest n empty none value2 position eqsatEnter eqsatHeld".split(
    " ",
  ),
  ..."undefined NaN Infinity Math Array Object Number String Set Map".split(" "),
];

/** Where the generator is: what is in scope, and what the surrounding function allows. */
export class Context {
  readonly random: Random;
  readonly style: Style;
  readonly vars: Variable[] = [];
  /** Names of pure and impure functions of the module, with their parameter and result types. */
  readonly functions: { name: string; from: Type; to: Type }[] = [];
  /** Variables of the module that `poke` and callbacks write. */
  readonly cells: Variable[] = [];
  suspends: "none" | "await" | "yield" | "both" = "none";
  hasArguments = false;
  /** How many functions surround this place. */
  nesting = 0;
  #onlyArray: Variable | undefined;
  #counter = 0;
  readonly #taken = new Set<string>();

  constructor(random: Random, style: Style) {
    this.random = random;
    this.style = style;
  }

  /** A new name; `hint` keeps programs readable. */
  name(hint: string): string {
    if (this.style.clashing && this.random.chance(0.3)) {
      const name = this.random.pick(CLASHING);
      // At most once as a declaration per program: two `let NaN` in one scope are a syntax error.
      if (!this.#taken.has(name) && !(this.style.sloppy && ["undefined", "NaN", "Infinity"].includes(name))) {
        this.#taken.add(name);
        return name;
      }
    }
    return `${hint}${this.#counter++}`;
  }

  declare(type: Type, hint: string, assignable = true): Variable {
    const variable: Variable = { name: this.name(hint), type, assignable };
    this.vars.push(variable);
    return variable;
  }

  /** Runs `body`; what it declares goes out of scope again. */
  scoped<T>(body: () => T): T {
    const { length } = this.vars;
    const result = body();
    this.vars.length = length;
    return result;
  }

  /** Runs `body` as inside another function. */
  inFunction<T>(suspends: Context["suspends"], hasArguments: boolean | undefined, body: () => T): T {
    const before = { suspends: this.suspends, hasArguments: this.hasArguments };
    this.suspends = suspends;
    if (hasArguments !== undefined) this.hasArguments = hasArguments;
    this.nesting++;
    const result = this.scoped(body);
    this.nesting--;
    this.suspends = before.suspends;
    this.hasArguments = before.hasArguments;
    return result;
  }

  /** The variable declared last, in most places the parameter of the innermost callback. */
  innermost(): Variable | undefined {
    const visible = this.#visible();
    const last = visible[visible.length - 1];
    return this.random.chance(0.7) ? last : visible[visible.length - 2];
  }

  /** Runs `body` with all arrays but `only` hidden. */
  withOnlyArray<T>(only: Variable, body: () => T): T {
    const before = this.#onlyArray;
    this.#onlyArray = only;
    const result = body();
    this.#onlyArray = before;
    return result;
  }

  #visible(): Variable[] {
    const only = this.#onlyArray;
    return only === undefined ? this.vars : this.vars.filter((v) => v === only || !v.type.endsWith("[]"));
  }

  /** A variable of `type`, the innermost ones more often. */
  variable(type: Type, assignable = false): Variable | undefined {
    const fitting = this.#visible().filter((v) => v.type === type && (!assignable || v.assignable));
    if (fitting.length === 0) return undefined;
    const back = Math.floor(this.random.next() ** 1.7 * fitting.length);
    return fitting[fitting.length - 1 - back];
  }

  /** Any array in scope that callbacks may disturb. */
  anyArray(): Variable | undefined {
    const arrays = this.#visible().filter((v): v is Variable & { type: ArrayType } => v.type.endsWith("[]"));
    return arrays.length === 0 ? undefined : this.random.pick(arrays);
  }

  effectful(scale = 1): boolean {
    return this.random.chance(this.style.impure * scale);
  }
}
