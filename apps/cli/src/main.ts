import process from "node:process";
import { exit } from "./exit-codes.ts";
import { run } from "./run.ts";
import { Interruption, type Output, type World } from "./world.ts";

let outputFailed = false;
const code = await run(process.argv.slice(2), realWorld());
process.exitCode = outputFailed ? exit.outside : code;

function realWorld(): World {
  return {
    workingFolder: process.cwd(),
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    today: () => new Date().toISOString().slice(0, 10),
    now: () => performance.now(),
    processId: process.pid,
    isRunning,
    interruption,
  };
}

function output(stream: NodeJS.WriteStream): Output {
  let isOpen = true;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    const isFirst = isOpen;
    isOpen = false;
    // Who read our output has enough (`| head`): that is no failure, and the work goes on.
    if (error.code === "EPIPE" || !isFirst) return;
    outputFailed = true;
    process.exitCode = exit.outside;
    if (stream !== process.stderr) process.stderr.write(`platform: cannot write the output: ${error.code}.\n`);
  });
  const isTerminal = stream.isTTY === true;
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const isPlain = Boolean(NO_COLOR) || TERM === "dumb";
  return {
    write: (text) => {
      if (isOpen) stream.write(text);
    },
    isTerminal,
    hasColour: !isPlain && (isTerminal || Boolean(FORCE_COLOR && FORCE_COLOR !== "0")),
    // Some terminals say that they are no column wide.
    columns: (isTerminal && stream.columns) || undefined,
  };
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => controller.abort(new Interruption(signal)));
  }
  return controller.signal;
}
