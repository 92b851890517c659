import { expect, test } from "vitest";
import { bindMountFile, diskMountFiles, mountUnit } from "./disk-mount.ts";

const disk = { name: "data", sizeGB: 500, device: "/dev/disk/by-id/virtio-data" };

test("a disk is formatted before it is mounted, and both wait for it", () => {
  const [format, mount] = diskMountFiles({ component: "containerd", disk, folder: "/srv/containers" });

  expect(format?.path).toBe("etc/systemd/system/format-data.service");
  expect(format?.content).toContain("After=dev-disk-by\\x2did-virtio\\x2ddata.device\nBefore=srv-containers.mount\n");
  expect(format?.content).toContain("ExecStart=-/usr/sbin/mkfs.xfs /dev/disk/by-id/virtio-data\n");
  expect(mount?.path).toBe("etc/systemd/system/srv-containers.mount");
  expect(mount?.content).toContain("Requires=format-data.service\nAfter=format-data.service\n");
});

test("a folder of a disk is shown elsewhere once the disk is there", () => {
  const { path, content } = bindMountFile("containerd", "/srv/containers/kubelet", "/var/lib/kubelet");

  expect(path).toBe("etc/systemd/system/var-lib-kubelet.mount");
  expect(content).toContain("RequiresMountsFor=/srv/containers/kubelet\n");
});

test.each(["srv", "/srv/by-id", "/srv/../etc", "/"])("no unit is named after %j", (folder) => {
  expect(() => mountUnit(folder)).toThrow("not a folder for a mount unit");
});
