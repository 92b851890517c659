import { z } from "zod";

/** Finer settings of the machines that hold virtual addresses. */
export const KeepalivedOptions = z
  .strictObject({
    advertSeconds: z
      .int()
      .min(1)
      .max(10)
      .default(1)
      .describe(
        "Seconds between two adverts of the holder, 1-10. Default 1: after three missing ones another machine takes the address, so a lost holder costs about 3.5 seconds. @see keepalived.conf(5) advert_int",
      ),
    garpRefreshSeconds: z
      .int()
      .min(10)
      .max(3600)
      .default(60)
      .describe(
        "Seconds after which the holder tells its neighbours again where the address is, 10-3600. Default 60: switches and machines that missed the first word learn it within a minute. @see keepalived.conf(5) vrrp_garp_master_refresh",
      ),
  })
  .describe(
    "keepalived, which moves addresses between machines by VRRP. It comes with any virtual address that has a router id.",
  );
export type KeepalivedOptions = z.output<typeof KeepalivedOptions>;
