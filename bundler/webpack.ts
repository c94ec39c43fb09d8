import type { WebpackPluginInstance } from "webpack";
import type { Options } from "../plugin/options.ts";
import { universal } from "./universal.ts";

/** The plugin for webpack. Throws an `OptionsError` on options that are not valid. */
const eqsat: (options?: Options) => WebpackPluginInstance = universal.webpack;

export default eqsat;
