import { type init, killThreads, type Z3_context, type Z3_solver } from "z3-solver";

type Api = Awaited<ReturnType<typeof init>>;

const SATISFIABLE = 1;
const UNSATISFIABLE = -1;

/** What the solver says of a script. `spent` is its own count of work, the same on every machine. */
export interface Verdict {
  readonly status: "unsat" | "sat" | "unknown";
  readonly spent: number;
  /** Values of the variables asked for, as SMT-LIB text, where the status is `sat`: of those that matter. */
  readonly model: ReadonlyMap<string, string>;
}

/** Z3, one per process: WebAssembly with threads that have to be ended. */
export class Solver {
  readonly #api: Api;
  readonly #asked = new Map<string, Verdict>();

  private constructor(api: Api) {
    this.#api = api;
  }

  static async open(): Promise<Solver> {
    const z3 = await import("z3-solver");
    return new Solver(await z3.init());
  }

  get version(): string {
    return this.#api.Z3.get_full_version();
  }

  /** Can `script` hold? Gives up after so much work. `names` are the variables to be told of. */
  async ask(script: string, names: readonly string[], limit: number): Promise<Verdict> {
    const known = this.#asked.get(script);
    if (known !== undefined) return { ...known, spent: 0 };
    const verdict = await this.#solve(script, names, limit);
    this.#asked.set(script, verdict);
    return verdict;
  }

  async #solve(script: string, names: readonly string[], limit: number): Promise<Verdict> {
    const { Z3 } = this.#api;
    const context = Z3.mk_context_rc(Z3.mk_config());
    // What evaluates a whole text does so on another thread, which reads the text after it is freed: not that one.
    const solver = Z3.mk_solver(context);
    Z3.solver_inc_ref(context, solver);
    try {
      const params = Z3.mk_params(context);
      Z3.params_inc_ref(context, params);
      Z3.params_set_uint(context, params, Z3.mk_string_symbol(context, "rlimit"), limit);
      Z3.solver_set_params(context, solver, params);
      Z3.params_dec_ref(context, params);
      Z3.solver_from_string(context, solver, script);
      const answer = await Z3.solver_check(context, solver);
      const spent = this.#spent(context, solver);
      if (answer !== SATISFIABLE)
        return { status: answer === UNSATISFIABLE ? "unsat" : "unknown", spent, model: new Map() };
      return { status: "sat", spent, model: this.#values(context, solver, names) };
    } finally {
      Z3.solver_dec_ref(context, solver);
      Z3.del_context(context);
    }
  }

  #spent(context: Z3_context, solver: Z3_solver): number {
    const { Z3 } = this.#api;
    const statistics = Z3.solver_get_statistics(context, solver);
    for (let i = 0; i < Z3.stats_size(context, statistics); i++) {
      if (Z3.stats_get_key(context, statistics, i) === "rlimit count") {
        return Z3.stats_get_uint_value(context, statistics, i);
      }
    }
    return 0;
  }

  #values(context: Z3_context, solver: Z3_solver, names: readonly string[]): ReadonlyMap<string, string> {
    const { Z3 } = this.#api;
    const model = Z3.solver_get_model(context, solver);
    const values = new Map<string, string>();
    for (let i = 0; i < Z3.model_get_num_consts(context, model); i++) {
      const declaration = Z3.model_get_const_decl(context, model, i);
      const name = Z3.get_symbol_string(context, Z3.get_decl_name(context, declaration));
      const value = Z3.model_get_const_interp(context, model, declaration);
      if (names.includes(name) && value !== null) values.set(name, Z3.ast_to_string(context, value));
    }
    return values;
  }

  async close(): Promise<void> {
    await killThreads(this.#api.em);
  }
}
