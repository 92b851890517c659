import { type File, file } from "@groundplan/core-model";
import { header } from "../../kit/header.ts";
import type { Site } from "./schema.ts";

/** Where a site's certificate and key lie, relative to the root. No domain begins with the `_` that stands for `*`. */
export function certificatePath({ domain }: Site): string {
  return `etc/nginx/tls/${domain.replace("*", "_")}.pem`;
}

/** The file of a site with TLS: the run fills in what only the secret store knows. Text outside of PEM's lines is a comment. */
export function certificateFiles(component: string, site: Site): readonly File[] {
  if (site.tls === undefined) return [];
  const { secret } = site.tls.certificate;
  const placeholder = `@@secret:${secret}@@`;
  return [
    file({
      path: certificatePath(site),
      content: [...header(component).map((line) => `# ${line}`), placeholder, ""].join("\n"),
      mode: 0o600,
      component,
      effects: [{ action: "reload", unit: "nginx" }],
      secrets: [{ placeholder, secret }],
    }),
  ];
}
