import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Measured } from "../plugin/events.ts";
import type { Comparison } from "./compare-versions.ts";
import type { Contract } from "./contract.ts";
import type { Trial } from "./trial.ts";
import type { TrialTask } from "./trial-process.ts";

/** A trial that has not ended by then, in milliseconds, is given up: the program may not end at all. */
const PATIENCE = 60_000;

/** So many inputs are tried on each expression. */
const CASES = 240;

/** Runs both versions on generated inputs, in a process of its own: whatever the program does there stays there. */
export function startComparison(trial: Trial, contract: Contract): Promise<Comparison | { readonly not: string }> {
  return start<Comparison>({ kind: "compare", trial, contract, cases: CASES });
}

/** Times both versions, in a process of its own: they see only each other's types. */
export function startMeasurement(trial: Trial): Promise<Measured> {
  return start<Measured>({ kind: "measure", trial });
}

function start<Result extends object>(task: TrialTask): Promise<Result | { readonly not: string }> {
  const script = fileURLToPath(new URL("./trial-process.js", import.meta.url));
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "pipe"], timeout: PATIENCE });
    let printed = "";
    let said = "";
    child.stdout.on("data", (data) => {
      printed += data;
    });
    child.stderr.on("data", (data) => {
      said += data;
    });
    child.on("error", (error) => resolve({ not: `its process did not start: ${error.message}` }));
    child.on("close", (code, signal) => {
      if (signal !== null) return resolve({ not: `it did not end within ${PATIENCE / 1000} s` });
      try {
        const result: Result = JSON.parse(printed.slice(printed.lastIndexOf("\n") + 1));
        resolve(result);
      } catch {
        resolve({ not: `its process ended with ${code}: ${lastError(said)}` });
      }
    });
    // A process that dies at once takes no input.
    child.stdin.on("error", () => {});
    child.stdin.end(JSON.stringify(task));
  });
}

function lastError(text: string): string {
  return /^\w*Error.*$/m.exec(text)?.[0] ?? text.trim().split("\n").at(-1) ?? "";
}
