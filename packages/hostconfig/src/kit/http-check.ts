import { shellWord } from "../formats/shell.ts";

/**
 * Commands for bash, run with `-eu`, that succeed when a program on this machine answers 200 within a second. In bash alone, so
 * that no machine needs another package.
 * @param port on loopback
 */
export function httpCheck(port: number, path: string): readonly string[] {
  return [
    `exec 3<>/dev/tcp/127.0.0.1/${port}`,
    `printf 'GET %s HTTP/1.0\\r\\n\\r\\n' ${shellWord(path)} >&3`,
    "read -r -t 1 _ status _ <&3",
    "[[ $status == 200 ]]",
  ];
}
