import { haproxy } from "./components/haproxy/index.ts";
import { keepalived } from "./components/keepalived/index.ts";
import type { HostComponent } from "./host-component.ts";

/** Every host component of the house. Adding one touches its folder, one line here, and its version in the releases. */
export const hostComponents = [haproxy, keepalived] as const satisfies readonly HostComponent[];
