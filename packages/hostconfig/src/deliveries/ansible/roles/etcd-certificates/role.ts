import { file, writeOrderedYaml } from "@groundplan/core-model";
import { etcdPki } from "../../../../kit/etcd-pki.ts";
import { above, component } from "../../ansible-file.ts";
import { holderFiles } from "./holders.ts";
import { signingFiles } from "./signing.ts";

/** Where things lie, and how long they are good for: certificates are renewed by any run in their last half year. */
const defaults = {
  etcd_certificates_folder: "/etc/etcd/pki",
  etcd_certificates_authority: etcdPki.authority,
  etcd_certificates_authority_key: etcdPki.authorityKey,
  etcd_certificates_member: etcdPki.member,
  etcd_certificates_client: etcdPki.apiServer,
  etcd_certificates_client_authority: etcdPki.apiServerAuthority,
  etcd_certificates_authority_days: 3650,
  etcd_certificates_days: 1095,
  etcd_certificates_renew_seconds: 15_552_000,
};

/** The authority of an etcd on machines of its own, and what it signs. */
export const etcdCertificatesRole = [
  file({ path: "roles/etcd_certificates/defaults/main.yaml", content: writeOrderedYaml(defaults, above), component }),
  ...holderFiles,
  ...signingFiles,
];
