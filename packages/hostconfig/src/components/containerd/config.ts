import {
  type Cluster,
  imageOf,
  privateRegistry,
  pullReference,
  type SecretSlot,
  usesContainerdConfigV3,
} from "@groundplan/core-model";

/** What config.toml says, whichever version it is written in. */
export interface RuntimeSettings {
  /** Where images, snapshots and containers lie. */
  readonly root: string;
  readonly sandboxImage: string;
  /** Registry that wants a login, with the place of it. */
  readonly login?: { readonly host: string; readonly auth: string };
}

export const registriesFolder = "/etc/containerd/certs.d";
const pluginsFolder = "/opt/cni/bin";
const networksFolder = "/etc/cni/net.d";

export function runtimeSettings(cluster: Cluster, root: string): RuntimeSettings {
  const login = loginSlot(cluster);
  const host = privateRegistry(cluster)?.host;
  return {
    root,
    sandboxImage: pullReference(cluster, imageOf(cluster.release, "pause", "pause")),
    ...(login === undefined || host === undefined ? {} : { login: { host, auth: login.placeholder } }),
  };
}

/** The place of the registry's login, where it wants one. The secret is `user:password` in Base64, as in Docker's own file. */
export function loginSlot(cluster: Cluster): SecretSlot | undefined {
  const secret = privateRegistry(cluster)?.credentials?.secret;
  return secret === undefined ? undefined : { placeholder: `@@secret:${secret}@@`, secret };
}

/** config.toml as data, in the version that the release's containerd reads. */
export function containerdConfig(cluster: Cluster, settings: RuntimeSettings): Record<string, unknown> {
  return usesContainerdConfigV3(cluster.release) ? version3(settings) : version2(settings);
}

/** containerd 2. @see https://github.com/containerd/containerd/blob/main/docs/cri/config.md */
function version3({ root, sandboxImage, login }: RuntimeSettings) {
  return {
    version: 3,
    root,
    plugins: {
      "io.containerd.cri.v1.images": {
        pinned_images: { sandbox: sandboxImage },
        registry: registry(login),
      },
      "io.containerd.cri.v1.runtime": {
        cni: { bin_dirs: [pluginsFolder], conf_dir: networksFolder },
        containerd: { runtimes: { runc } },
      },
    },
  };
}

/** containerd 1.6 and 1.7. @see https://github.com/containerd/containerd/blob/release/1.7/docs/cri/config.md */
function version2({ root, sandboxImage, login }: RuntimeSettings) {
  return {
    version: 2,
    root,
    plugins: {
      "io.containerd.grpc.v1.cri": {
        sandbox_image: sandboxImage,
        cni: { bin_dir: pluginsFolder, conf_dir: networksFolder },
        containerd: { runtimes: { runc } },
        registry: registry(login),
      },
    },
  };
}

// kubelet and runtime must agree on who manages cgroups, and systemd does already.
const runc = { runtime_type: "io.containerd.runc.v2", options: { SystemdCgroup: true } };

// The other keys by which registries can be set up are refused beside config_path, and then no container starts at all.
function registry(login: RuntimeSettings["login"]) {
  const logins = login === undefined ? {} : { configs: { [login.host]: { auth: { auth: login.auth } } } };
  return { config_path: registriesFolder, ...logins };
}
