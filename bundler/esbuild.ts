import type { Plugin } from "esbuild";
import type { Options } from "../plugin/options.ts";
import { universal } from "./universal.ts";

/** The plugin for esbuild. Throws an `OptionsError` on options that are not valid. */
const eqsat: (options?: Options) => Plugin = universal.esbuild;

export default eqsat;
