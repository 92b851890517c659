import { ansible } from "./ansible/index.ts";
import type { Delivery } from "./delivery.ts";

/** Every delivery of the house. Adding one touches its folder and one line here. */
export const deliveries: readonly Delivery[] = [ansible];
