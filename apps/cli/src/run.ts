import { inspect } from "node:util";
import { CommanderError } from "commander";
import { commandLine } from "./command-line.ts";
import { DiskError } from "./disk/disk-error.ts";
import { type ExitCode, exit } from "./exit-codes.ts";
import { sentence } from "./printing/sentence.ts";
import { visibleLines, visibleText } from "./printing/visible-text.ts";
import { UsageError } from "./usage-error.ts";
import { Interruption, type World } from "./world.ts";

/** Runs one command line to its end. Whatever goes wrong becomes a line on stderr and a code; nothing is thrown. */
export async function run(given: readonly string[], world: World): Promise<ExitCode> {
  let ended: ExitCode = exit.ok;
  try {
    const program = commandLine(world, (code) => {
      ended = code;
    });
    await program.parseAsync([...given], { from: "user" });
    return ended;
  } catch (error) {
    const { code, text } = failure(error, given.includes("--debug"));
    world.stderr.write(text);
    return code;
  }
}

function failure(error: unknown, debug: boolean): { code: ExitCode; text: string } {
  // Commander has printed help, version or what it does not understand.
  if (error instanceof CommanderError) return { code: error.exitCode === 0 ? exit.ok : exit.usage, text: "" };
  if (error instanceof UsageError)
    return { code: exit.usage, text: line(`${sentence(error.message)} ${sentence(error.remedy)}`) };
  if (error instanceof DiskError) return { code: exit.outside, text: line(`${error.message}.`) };
  if (error instanceof Interruption)
    return { code: error.exitCode, text: line(`${error.message}. Every tree is whole.`) };
  const what = error instanceof Error ? error.message : String(error);
  const report = "This is a fault of platform, not of your files: please report it with this line and the command";
  const where = debug ? `${visibleLines(inspect(error))}\n` : "";
  return {
    code: exit.internal,
    text: `${line(`internal error: ${what}. ${report}${debug ? "." : "; --debug shows where it happened."}`)}${where}`,
  };
}

function line(text: string): string {
  return `platform: ${visibleText(text)}\n`;
}
