import type { Cluster, FileTree } from "@groundplan/core-model";

/** A way in which a rendered tree reaches machines. One folder under `deliveries/`. */
export interface Delivery {
  /** kebab-case; the word in `delivery.machines`, and the name of its folder in the rendered tree. */
  readonly name: string;
  readonly title: string;
  /** Upstream documentation. */
  readonly docs: string;
  /** Its files; paths are relative to its folder. */
  files(cluster: Cluster): FileTree;
}
