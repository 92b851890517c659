import { deliveryFiles } from "./delivery.ts";
import { handlerFiles } from "./handlers.ts";
import { peersFiles } from "./peers.ts";
import { recordFiles } from "./record.ts";
import { secretsFiles } from "./secrets.ts";
import { surveyFiles } from "./survey.ts";

/** Compares a machine with its tree, brings it there, and keeps a record on it. */
export const machineRole = [
  ...surveyFiles,
  ...peersFiles,
  ...deliveryFiles,
  ...secretsFiles,
  ...handlerFiles,
  ...recordFiles,
];
