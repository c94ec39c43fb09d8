import type { Plugin } from "rollup";
import type { Options } from "../plugin/options.ts";
import { universal } from "./universal.ts";

/** The plugin for Rollup. Throws an `OptionsError` on options that are not valid. */
const eqsat: (options?: Options) => Plugin = universal.rollup;

export default eqsat;
