import { alibabaCloudBeijing } from "./alibaba-cloud-beijing-2023-08.ts";
import { ctyunBeijing } from "./ctyun-beijing-2023-08.ts";
import { huaweiCloudBeijing } from "./huawei-cloud-beijing-2023-08.ts";
import type { PriceBook } from "./schema.ts";

/** The price books of the house, by name. */
export const builtinPriceBooks: readonly PriceBook[] = [alibabaCloudBeijing, ctyunBeijing, huaweiCloudBeijing];
