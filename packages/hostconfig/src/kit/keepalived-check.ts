/**
 * Where keepalived's check of that name lies on a machine. Below this folder SELinux lets a script of keepalived open a connection;
 * elsewhere it does not.
 */
export function checkScriptPath(name: string): string {
  return `usr/libexec/keepalived/check-${name}.sh`;
}
