import type { z } from "zod";
import type { Problem } from "../problem.ts";

/**
 * What a schema refused in data beside the document (a release, a price book), as problems.
 * @param what the thing that the data should be: "release"
 */
export function dataProblems(error: z.ZodError, what: string): Problem[] {
  return error.issues.map((issue) => ({
    code: `${what.replaceAll(" ", "-")}-schema`,
    severity: "error",
    path: issue.path.map((step) => (typeof step === "symbol" ? String(step) : step)),
    message: `this is no ${what}: ${issue.message}`,
    remedy: `Correct the value; every ${what} of the house shows how each key is used`,
  }));
}
