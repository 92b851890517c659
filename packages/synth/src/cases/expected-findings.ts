/** What the rules find in each case on this day, `severity rule place`, in the order in which it is told: nothing more and nothing less. */
export const judgedOn = "2026-11-21";

export const expectedFindings: Readonly<Record<string, readonly string[]>> = {
  "bgp-large": ["advice workers-in-threes kubernetes.workers"],
  "edge-pair": [
    "warning size-minimum machines.lb.size",
    "warning size-minimum machines.masters.size",
    "warning etcd-backup kubernetes.etcd",
    "warning nfs-server-alone hostServices.nfs-server.group",
    "advice site-time-servers site.internet",
  ],
  "fleet-development": ["warning etcd-backup kubernetes.etcd"],
  "fleet-production": [],
  "fleet-staging": ["warning etcd-backup kubernetes.etcd"],
  "fleet-testing": [],
  "ha-lab": [],
  "ha-prod": [
    "warning postgresql-backup-copy hostServices.postgresql",
    "warning secret-recipients secrets.recipients",
    "advice postgresql-no-witness hostServices.postgresql.group",
    "advice redis-no-failover hostServices.redis.group",
  ],
  "kubesphere-prod": [
    "warning kubernetes-end-of-life release",
    "warning release-advice release",
    "warning release-component-retired release",
    "warning release-component-retired release",
    "warning system-retired os",
    "warning size-minimum machines.nginx.size",
    "warning size-minimum machines.slb.size",
    "warning etcd-backup kubernetes.etcd",
    "warning elasticsearch-plain-http hostServices.elasticsearch.tls",
    "warning mysql-backup-copy hostServices.mysql",
    "warning secret-recipients secrets.recipients",
    "advice release-lifecycle release",
    "advice etcd-disk-kind machines.masters.disks[0]",
    "advice load-balancer-shared loadBalancer.listeners[1]",
    "advice gateway-plain-http hostServices.gateway.sites[0]",
    "advice mysql-no-witness hostServices.mysql.group",
  ],
};
