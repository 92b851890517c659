import { card, type Given } from "../changed-example.ts";
import { nodes } from "../kubernetes/facts.ts";
import type { RuleCases } from "../rule-case.ts";

const balancer = "spec.loadBalancer";
const toApi = { port: 6443, to: { group: "masters", port: 6443 } };

const onMasters: Given = {
  [`${balancer}.group`]: "masters",
  [`${balancer}.listeners`]: [{ ...toApi, port: 8443 }],
  "spec.machines.lb": undefined,
};

function listeners(...others: readonly { port: number; to: { group: string; port: number } }[]): Given {
  return { [`${balancer}.listeners`]: [toApi, ...others] };
}

const ingress = card({
  name: "ingress",
  kind: "addon",
  impliedBy: () => true,
  declare: (cluster) => ({
    machines: nodes(cluster),
    ports: [{ machines: nodes(cluster), port: 80, lastPort: 90, protocol: "tcp", purpose: "ingress" }],
  }),
});

export const loadBalancerCases: RuleCases = {
  "load-balancer-provided": {
    breaks: [
      {
        name: "a kind that nothing makes",
        given: { [balancer]: { kind: "kube-vip", vip: { address: "10.0.0.10" } } },
        finds: [
          "error loadBalancer.kind: no component of this platform makes the balancer kube-vip. Use another kind; cloud stands for any balancer that is set up elsewhere",
        ],
      },
    ],
    keeps: [
      { name: "a kind that a component makes" },
      {
        name: "a provider's balancer",
        given: { [balancer]: { kind: "cloud", address: "10.0.0.10", listeners: [toApi] } },
      },
      { name: "no balancer", given: { [balancer]: { kind: "none" } } },
    ],
  },
  "load-balancer-on-control-plane": {
    breaks: [
      {
        name: "on the control plane in production",
        given: onMasters,
        finds: [
          "error loadBalancer.group: the balancers are the control plane's machines (masters), and the tier is production. Give the balancers two machines of their own",
        ],
      },
    ],
    keeps: [{ name: "on the control plane in testing", given: { ...onMasters, "spec.tier": "testing" } }],
  },
  "load-balancer-local": {
    breaks: [
      {
        name: "in production",
        given: { [balancer]: { kind: "local" } },
        finds: [
          "warning loadBalancer.kind: the balancer is local, and the tier is production. Use haproxy-keepalived, or cloud where the provider has one",
        ],
      },
    ],
    keeps: [{ name: "in staging", given: { [balancer]: { kind: "local" }, "spec.tier": "staging" } }],
  },
  "load-balancer-none": {
    breaks: [
      {
        name: "three control planes",
        given: { [balancer]: { kind: "none" } },
        finds: [
          "warning loadBalancer.kind: 3 control planes, and no balancer in front of them. Use haproxy-keepalived, kube-vip or cloud",
        ],
      },
    ],
    keeps: [
      { name: "one control plane", given: { [balancer]: { kind: "none" }, "spec.machines.masters.ranges.0.last": 1 } },
    ],
  },
  "load-balancer-cloud-on-bare-metal": {
    breaks: [
      {
        name: "a provider's balancer on bare metal",
        given: {
          [balancer]: { kind: "cloud", address: "10.0.0.10", listeners: [toApi] },
          "spec.site.kind": "bare-metal",
        },
        finds: [
          "warning loadBalancer.kind: the balancer is cloud, and the site is bare-metal. Use haproxy-keepalived, or waive this and say which appliance it is",
        ],
      },
    ],
    keeps: [
      {
        name: "a provider's balancer for virtual machines",
        given: { [balancer]: { kind: "cloud", address: "10.0.0.10", listeners: [toApi] } },
      },
    ],
  },
  "listener-port-twice": {
    breaks: [
      {
        name: "two listeners on 6443",
        given: listeners({ port: 6443, to: { group: "workers", port: 30443 } }),
        finds: [
          "error loadBalancer.listeners[1].port: port 6443 is to lead to workers, and leads elsewhere already. Choose another port",
        ],
      },
    ],
    keeps: [{ name: "two listeners", given: listeners({ port: 443, to: { group: "workers", port: 30443 } }) }],
  },
  "listener-api-server": {
    breaks: [
      {
        name: "to another port of the control plane",
        given: { [`${balancer}.listeners`]: [{ port: 6443, to: { group: "masters", port: 8443 } }] },
        finds: [
          "error loadBalancer.listeners: no listener leads to port 6443 of masters, the API server. Add { port: 6443, to: { group: masters, port: 6443 } }",
        ],
      },
      {
        name: "to the API server's port of the workers",
        given: { [`${balancer}.listeners`]: [{ port: 6443, to: { group: "workers", port: 6443 } }] },
        finds: [
          "error loadBalancer.listeners: no listener leads to port 6443 of masters, the API server. Add { port: 6443, to: { group: masters, port: 6443 } }",
        ],
      },
    ],
    keeps: [
      {
        name: "an API server on a port of its own",
        given: {
          "spec.kubernetes.apiServer.port": 8443,
          [`${balancer}.listeners`]: [{ port: 6443, to: { group: "masters", port: 8443 } }],
        },
      },
    ],
  },
  "listener-unanswered": {
    breaks: [
      {
        name: "to a port that nobody takes",
        given: listeners({ port: 80, to: { group: "workers", port: 8080 } }),
        finds: [
          "warning loadBalancer.listeners[1].to: nothing is known to listen on port 8080 of workers. Lead to a NodePort (30000-32767) of nodes, or to a port that a component takes there",
        ],
      },
      {
        name: "to a NodePort of machines that are no nodes",
        given: listeners({ port: 80, to: { group: "lb", port: 30080 } }),
        finds: [
          "warning loadBalancer.listeners[1].to: nothing is known to listen on port 30080 of lb. Lead to a NodePort (30000-32767) of nodes, or to a port that a component takes there",
        ],
      },
    ],
    keeps: [
      { name: "to a NodePort", given: listeners({ port: 80, to: { group: "workers", port: 30080 } }) },
      {
        name: "to a port that a component takes",
        given: listeners({ port: 80, to: { group: "workers", port: 85 } }),
        cards: [ingress],
      },
    ],
  },
  "load-balancer-shared": {
    breaks: [
      {
        name: "a website beside the API server",
        given: listeners({ port: 443, to: { group: "workers", port: 30443 } }),
        finds: [
          "advice loadBalancer.listeners[1]: port 443 leads to workers, on the API server's balancer. Give workloads a way in of their own: a gateway, or a pair of ingress machines",
        ],
      },
    ],
    keeps: [
      {
        name: "a website beside the API server in development",
        given: { ...listeners({ port: 443, to: { group: "workers", port: 30443 } }), "spec.tier": "development" },
      },
      { name: "two ways to the API server", given: listeners({ ...toApi, port: 8443 }) },
    ],
  },
};
