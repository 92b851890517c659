import type { Rule } from "../../rule.ts";
import { addressRules } from "./address-rules.ts";
import { cidrRules } from "./cidr-rules.ts";
import { segmentRules } from "./segment-rules.ts";

export const networkRules: readonly Rule[] = [...addressRules, ...segmentRules, ...cidrRules];
