#!/usr/bin/env node
import type { Interface } from "node:readline";
import { run } from "./run.ts";
import type { Terminal } from "./terminal.ts";

const { env, stdout, stderr } = process;

const terminal: Terminal = {
  cwd: process.cwd(),
  color: env.FORCE_COLOR ? env.FORCE_COLOR !== "0" : stdout.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb",
  columns: stdout.isTTY ? stdout.columns : undefined,
  statusLine: stderr.isTTY === true,
  ...(process.stdin.isTTY && stdout.isTTY && { ask }),
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
};

let keyboard: Interface | undefined;
let typed: AsyncIterator<string> | undefined;

/** Takes the next line, whether it has been typed before the question or after. */
async function ask(question: string): Promise<string | undefined> {
  if (keyboard === undefined) {
    const { createInterface } = await import("node:readline");
    keyboard = createInterface({ input: process.stdin });
    typed = keyboard[Symbol.asyncIterator]();
  }
  stdout.write(question);
  const line = await typed?.next();
  return line === undefined || line.done ? undefined : line.value;
}

// `eqsat | head` closes the pipe early: that is no error of ours.
stdout.on("error", (error) => {
  if ("code" in error && error.code === "EPIPE") process.exit();
  throw error;
});

// Files are written between two turns of the event loop, so that these find them whole.
for (const [signal, number] of [
  ["SIGINT", 2],
  ["SIGTERM", 15],
] as const) {
  process.on(signal, () => process.exit(128 + number));
}

process.exitCode = await run(process.argv.slice(2), terminal);
keyboard?.close();
