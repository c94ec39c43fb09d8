#!/usr/bin/env node
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

async function ask(question: string): Promise<string | undefined> {
  const { createInterface } = await import("node:readline");
  const lines = createInterface({ input: process.stdin, output: stdout });
  lines.on("SIGINT", () => process.exit(130));
  return new Promise((resolve) => {
    lines.on("close", () => resolve(undefined));
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
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
