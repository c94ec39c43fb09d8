import type { Plugin } from "vite";
import type { Options } from "../plugin/options.ts";
import { universal } from "./universal.ts";

/** The plugin for Vite. Throws an `OptionsError` on options that are not valid. */
const eqsat: (options?: Options) => Plugin = universal.vite;

export default eqsat;
