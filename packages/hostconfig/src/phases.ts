/** The steps of provisioning that touch machines, in order. Read aloud, they are the procedure. */
export const phases = [
  { name: "machine-base", title: "Prepare the system of every machine" },
  { name: "host-services", title: "Set up what Kubernetes depends on: balancers, registries, storage, databases" },
  { name: "etcd", title: "Form the etcd cluster on machines of its own" },
  { name: "first-control-plane", title: "Initialise the first control-plane machine" },
  { name: "control-planes", title: "Join the other control-plane machines, one by one" },
  { name: "workers", title: "Join the workers, in batches" },
] as const;

export type Phase = (typeof phases)[number]["name"];
