/** Written by `npm run prove`. */
export const proofTags: Readonly<Record<string, string>> = {
  "arith/div-one": "smt f64, objects",
  "arith/mul-one": "smt f64, objects",
};
