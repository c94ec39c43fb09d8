import type { RspackPluginInstance } from "@rspack/core";
import type { Options } from "../plugin/options.ts";
import { universal } from "./universal.ts";

/** The plugin for Rspack. Throws an `OptionsError` on options that are not valid. */
const eqsat: (options?: Options) => RspackPluginInstance = universal.rspack;

export default eqsat;
