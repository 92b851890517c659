import { z } from "zod";
import { packageSource } from "../../kit/package-repository.ts";

/** Finer settings of the container runtime. */
export const ContainerdOptions = z
  .strictObject({
    packages: packageSource(
      "https://download.docker.com/linux",
      "below it lie `debian`, `ubuntu` (for apt) and `centos` (for rpm)",
    ),
    openFiles: z
      .int()
      .min(65_536)
      .max(1_073_741_816)
      .default(1_048_576)
      .describe(
        "Files that a container may hold open, 65536-1073741816. Default 1048576: room for databases, and old programs that walk through all numbers still start quickly.",
      ),
  })
  .describe("The container runtime of every node. It comes by itself.");
export type ContainerdOptions = z.output<typeof ContainerdOptions>;
