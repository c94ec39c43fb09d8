/** Programs and inputs are drawn from the same generator. */
export { deriveSeed, Random } from "../../trial/random.ts";
