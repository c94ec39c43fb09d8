import type { Plugin } from "rolldown";
import type { Options } from "../plugin/options.ts";
import { universal } from "./universal.ts";

/** The plugin for Rolldown. Throws an `OptionsError` on options that are not valid. */
const eqsat: (options?: Options) => Plugin = universal.rolldown;

export default eqsat;
