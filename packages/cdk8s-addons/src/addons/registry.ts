import type { Addon } from "../addon.ts";
import { calico } from "./calico/index.ts";

/** Every addon of the house. Adding one touches its folder, one line here, and its version in the releases. */
export const addons = [calico] as const satisfies readonly Addon[];
