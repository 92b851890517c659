import { clusterDocument, documentedKeys, fleetRules, rulesOf } from "@groundplan/core-model";
import { builtin, catalogueOf } from "@groundplan/synth";
import { type ExitCode, exit } from "../exit-codes.ts";
import { findTopics, isReadingCode, nearestTopics, type Topics } from "../explaining/find-topics.ts";
import { contentsText, keyText, readingText, ruleText } from "../explaining/topic-text.ts";
import { paintFor } from "../printing/paint.ts";
import { UsageError } from "../usage-error.ts";
import type { World } from "../world.ts";

/** Explains a rule or a key; without one, lists what can be explained. @throws UsageError with the nearest topics */
export function explain(topic: string | undefined, world: World): ExitCode {
  const paint = paintFor(world.stdout);
  const topics = allTopics();
  if (topic === undefined) {
    world.stdout.write(contentsText(topics, paint));
    return exit.ok;
  }
  if (isReadingCode(topic)) {
    world.stdout.write(readingText(topic, paint));
    return exit.ok;
  }
  const { rules, keys } = findTopics(topics, topic);
  if (rules.length + keys.length === 0) {
    const nearest = nearestTopics(topics, topic);
    const remedy =
      nearest.length > 0 ? `Did you mean ${nearest.join(", ")}?` : "`platform explain` lists the rules and the keys";
    throw new UsageError(`there is no rule and no key ${topic}`, remedy);
  }
  const texts = [...rules.map((rule) => ruleText(rule, paint)), ...keys.map((key) => keyText(key, topics, paint))];
  world.stdout.write(texts.join("\n"));
  return exit.ok;
}

function allTopics(): Topics {
  const { components } = catalogueOf(builtin);
  return { rules: [...rulesOf(components), ...fleetRules], keys: documentedKeys(clusterDocument(components)) };
}
