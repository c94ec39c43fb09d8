/** The rules of egg's `math` test, without its analysis: every engine grows the same e-graph from them. */
export const MATH_RULES = [
  ["comm-add", "(+ ?a ?b)", "(+ ?b ?a)"],
  ["comm-mul", "(* ?a ?b)", "(* ?b ?a)"],
  ["assoc-add", "(+ ?a (+ ?b ?c))", "(+ (+ ?a ?b) ?c)"],
  ["assoc-mul", "(* ?a (* ?b ?c))", "(* (* ?a ?b) ?c)"],
  ["sub-canon", "(- ?a ?b)", "(+ ?a (* -1 ?b))"],
  ["zero-add", "(+ ?a 0)", "?a"],
  ["zero-mul", "(* ?a 0)", "0"],
  ["one-mul", "(* ?a 1)", "?a"],
  ["cancel-sub", "(- ?a ?a)", "0"],
  ["distribute", "(* ?a (+ ?b ?c))", "(+ (* ?a ?b) (* ?a ?c))"],
  ["factor", "(+ (* ?a ?b) (* ?a ?c))", "(* ?a (+ ?b ?c))"],
  ["pow-mul", "(* (pow ?a ?b) (pow ?a ?c))", "(pow ?a (+ ?b ?c))"],
  ["pow1", "(pow ?x 1)", "?x"],
  ["pow2", "(pow ?x 2)", "(* ?x ?x)"],
  ["d-add", "(d ?x (+ ?a ?b))", "(+ (d ?x ?a) (d ?x ?b))"],
  ["d-mul", "(d ?x (* ?a ?b))", "(+ (* ?a (d ?x ?b)) (* ?b (d ?x ?a)))"],
  ["d-sin", "(d ?x (sin ?x))", "(cos ?x)"],
  ["d-cos", "(d ?x (cos ?x))", "(* -1 (sin ?x))"],
  ["i-one", "(i 1 ?x)", "?x"],
  ["i-cos", "(i (cos ?x) ?x)", "(sin ?x)"],
  ["i-sin", "(i (sin ?x) ?x)", "(* -1 (cos ?x))"],
  ["i-sum", "(i (+ ?f ?g) ?x)", "(+ (i ?f ?x) (i ?g ?x))"],
  ["i-dif", "(i (- ?f ?g) ?x)", "(- (i ?f ?x) (i ?g ?x))"],
  ["i-parts", "(i (* ?a ?b) ?x)", "(- (* ?a (i ?b ?x)) (i (* (d ?x ?a) (i ?b ?x)) ?x))"],
];

export const MATH_TERMS = [
  "(i (ln x) x)",
  "(i (+ x (cos x)) x)",
  "(i (* (cos x) x) x)",
  "(d x (+ 1 (* 2 x)))",
  "(d x (- (pow x 3) (* 7 (pow x 2))))",
  "(+ (* y (+ x y)) (- (+ x 2) (+ x x)))",
  "(/ 1 (- (/ (+ 1 (sqrt five)) 2) (/ (- 1 (sqrt five)) 2)))",
];

/** The e-nodes after step 0, 1, 2, …: egg, egglog and oatlog agree. */
export const MATH_NODES = [35, 69, 118, 208, 389, 784, 1576, 3160, 8113, 28303, 136446, 1047896];

/** The e-classes after step 6, 7, … */
export const MATH_CLASSES_FROM_6 = [666, 1347, 3576, 12445, 58464, 443832];

/** The e-nodes of some operators after step 11. */
export const MATH_OPERATORS_AT_11 = { "+": 641743, "*": 345075, i: 32434, "-": 15123, d: 13504 };
