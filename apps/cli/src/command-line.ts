import { Command, InvalidArgumentError, Option } from "commander";
import { type ExitCode, exitCodesText } from "./exit-codes.ts";
import { visibleLines } from "./printing/visible-text.ts";
import { packageVersion } from "./version.ts";
import type { World } from "./world.ts";

const clusterNames = "clusters by name or folder; all of the repository when none is named";

/**
 * Every command with its options and its page of help. What a command does is loaded only when it is called, so that help
 * is there at once.
 * @param end told how the command ended
 */
export function commandLine(world: World, end: (code: ExitCode) => void): Command {
  const program = new Command("platform")
    .description("From one cluster.yaml to every file of a production Kubernetes cluster on your own machines.")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help of a command")
    .exitOverride()
    .showHelpAfterError("See it with --help.")
    .configureOutput({
      writeOut: world.stdout.write,
      writeErr: world.stderr.write,
      getOutHasColors: () => world.stdout.hasColour,
      outputError: (text, write) => write(visibleLines(text.replace(/^error:/, "platform:"))),
    })
    .addHelpText(
      "after",
      `\nA repository holds clusters/<name>/cluster.yaml; what is generated stands in clusters/<name>/rendered/.\n\nExit codes:\n${exitCodesText()}`,
    );

  addCommand(program, "validate", "judge clusters by every rule; write nothing", [
    ["platform validate", "all clusters of the repository"],
    ["platform validate kubesphere-prod --as-of 2027-01-01", "one, as it will be judged that day"],
    ["platform validate --format sarif > findings.sarif", "for a code host to show at the lines"],
  ])
    .argument("[cluster...]", clusterNames)
    .option("--as-of <day>", "the day to judge by, YYYY-MM-DD (default: today in UTC)", parseDay)
    .addOption(format("human", "json", "sarif"))
    .action(async (names, options) =>
      end(await (await import("./commands/validate.ts")).validate(names, options, world)),
    );

  addCommand(program, "synth", "write the rendered tree of clusters, whole or not at all", [
    ["platform synth", "all clusters; those that did not change are skipped"],
    ["platform synth ha-lab", "one"],
    ["platform synth --check", "for CI: is what is committed what cluster.yaml gives?"],
  ])
    .argument("[cluster...]", clusterNames)
    .option("--check", "write nothing; exit 1 when a tree is not what its cluster.yaml gives")
    .option("--no-cache", "synthesize also what did not change since the last run")
    .addOption(format("human", "json"))
    .action(async (names, options) =>
      end(await (await import("./commands/synth.ts")).synthCommand(names, options, world)),
    );

  addCommand(program, "inventory", "list machines, addresses, roles and totals", [
    ["platform inventory ha-prod", "tables"],
    ["platform inventory ha-prod --format markdown > machines.md", "a page"],
  ])
    .argument("[cluster...]", clusterNames)
    .addOption(format("human", "json", "markdown"))
    .action(async (names, options) =>
      end(await (await import("./commands/inventory.ts")).inventory(names, options, world)),
    );

  addCommand(program, "cost", "price machines and disks for a year, by each price book", [
    ["platform cost kubesphere-prod", "tables, and the cheapest"],
    ["platform cost --format json", "all clusters, for a spreadsheet"],
  ])
    .argument("[cluster...]", clusterNames)
    .addOption(format("human", "json", "markdown"))
    .action(async (names, options) => end(await (await import("./commands/cost.ts")).cost(names, options, world)));

  addCommand(program, "schema", "print the language of cluster.yaml as JSON Schema", [
    [
      "platform schema > cluster.schema.json",
      "then, as the first line of each cluster.yaml, for editors with a YAML language server:",
    ],
    ["# yaml-language-server: $schema=../../cluster.schema.json", "the editor completes, explains and checks"],
  ]).action(async () => end((await import("./commands/schema.ts")).schema(world)));

  addCommand(program, "explain", "explain a rule or a key of cluster.yaml", [
    ["platform explain", "list rules and keys"],
    ["platform explain etcd-quorum", "a rule, by the id that stands in brackets behind a finding"],
    ["platform explain kubernetes.etcd", "a key, with what stands below it"],
  ])
    .argument("[rule|key]", "id of a rule, or path of a key")
    .action(async (topic) => end((await import("./commands/explain.ts")).explain(topic, world)));

  return program;
}

type Example = readonly [command: string, what: string];

function addCommand(program: Command, name: string, summary: string, examples: readonly Example[]): Command {
  const lines = examples.map(([command, what]) => `  ${command}\n      ${what}`);
  return program
    .command(name)
    .summary(summary)
    .description(`${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.`)
    .option("--repository <folder>", "root of the repository (default: the working folder)")
    .option("--verbose", "tell what is being done, also where it is no terminal")
    .option("--debug", "show where an internal error happened")
    .addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
}

function format(...choices: readonly string[]): Option {
  return new Option("--format <format>", "how to print").choices([...choices]).default(choices[0]);
}

function parseDay(text: string): string {
  const day = new Date(`${text}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  if (!isDay) throw new InvalidArgumentError("It is not a day of the calendar, such as 2027-01-31.");
  return text;
}
