import { fork } from "node:child_process";

/** What a child does beyond answering: messages of this shape say that it is alive, and at which step. */
export interface Alive {
  readonly kind: "alive";
  readonly index: number;
}

/** How a child came to its end, and the last step that it named. */
export interface Ending {
  readonly how: "exits" | "dies" | "stalls";
  /** The signal or the exit code, and what it said last. */
  readonly text: string;
  readonly index: number;
}

/** A child that says nothing for so many milliseconds has met a program without end. */
const STALLED_AFTER = 60_000;

/**
 * Runs the module at `url` in a process of its own, sends it `task` and hands its messages to `hear`. Programs under a
 * wrong optimizer may run without end, or take all memory, which ends the engine itself: never this process.
 */
export function runChild<Message extends { readonly kind: string }>(
  url: URL,
  task: object,
  hear: (message: Message) => void,
): Promise<Ending> {
  // Less than what an array can grow to: V8 then says what is wrong, and the machine keeps breathing. The tables and trees
  // of one module fit into the young generation then.
  const child = fork(url, {
    execArgv: ["--max-old-space-size=1000", "--max-semi-space-size=64"],
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  let errors = "";
  let index = -1;
  let isDone = false;
  let isStalled = false;
  let watch = setTimeout(stall, STALLED_AFTER);
  function stall(): void {
    isStalled = true;
    child.kill("SIGKILL");
  }
  child.stderr?.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  child.on("message", (message: Message | Alive) => {
    clearTimeout(watch);
    watch = setTimeout(stall, STALLED_AFTER);
    if (message.kind === "alive") index = (message as Alive).index;
    else hear(message as Message);
  });
  child.on("disconnect", () => {
    isDone = true;
  });
  child.send(task);
  return new Promise((resolve) =>
    child.on("close", (code, signal) => {
      clearTimeout(watch);
      if (isStalled) resolve({ how: "stalls", text: `no end within ${STALLED_AFTER / 1000} s`, index });
      else if (code === 0 && isDone) resolve({ how: "exits", text: "", index });
      else resolve({ how: "dies", text: `${signal ?? `exit code ${code}`}: ${reasonIn(errors)}`, index });
    }),
  );
}

/** The line of V8's or Node's last words that says most. */
function reasonIn(errors: string): string {
  const lines = errors.split("\n").map((line) => line.replace(/^#\s*/, "").trim());
  return lines.find((line) => /^Fatal (?!error in)|FATAL ERROR|Error\b/.test(line)) ?? lines.find(Boolean) ?? "";
}

/** In a child: what its parent sends first. */
export function taskOfParent<Task>(): Promise<Task> {
  return new Promise((resolve) => process.once("message", (task) => resolve(task as Task)));
}

/** In a child: tells the parent. */
export function tell<Message extends { readonly kind: string }>(message: Message | Alive): void {
  process.send?.(message);
}
