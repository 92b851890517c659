import { ansibleControl } from "./components/ansible/index.ts";
import { containerd } from "./components/containerd/index.ts";
import { elasticsearch } from "./components/elasticsearch/index.ts";
import { etcd } from "./components/etcd/index.ts";
import { etcdBackup } from "./components/etcd-backup/index.ts";
import { gateway } from "./components/gateway/index.ts";
import { haproxy } from "./components/haproxy/index.ts";
import { keepalived } from "./components/keepalived/index.ts";
import { kubeVip } from "./components/kube-vip/index.ts";
import { kubeadm } from "./components/kubeadm/index.ts";
import { localProxy } from "./components/local-proxy/index.ts";
import { machineBase } from "./components/machine-base/index.ts";
import { mysql } from "./components/mysql/index.ts";
import { nfsServer } from "./components/nfs-server/index.ts";
import { postgresql } from "./components/postgresql/index.ts";
import { redis } from "./components/redis/index.ts";
import { timeServer } from "./components/time-server/index.ts";
import type { HostComponent } from "./host-component.ts";

/** Every host component of the house. Adding one touches its folder, one line here, and its version in the releases. */
export const hostComponents = [
  ansibleControl,
  containerd,
  elasticsearch,
  etcd,
  etcdBackup,
  gateway,
  haproxy,
  keepalived,
  kubeVip,
  kubeadm,
  localProxy,
  machineBase,
  mysql,
  nfsServer,
  postgresql,
  redis,
  timeServer,
] as const satisfies readonly HostComponent[];
