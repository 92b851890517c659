import type { HostComponent } from "./host-component.ts";

/** Every host component of the house. Adding one touches its folder, one line here, and its version in the releases. */
export const hostComponents = [] as const satisfies readonly HostComponent[];
