import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { onDisk } from "./disk-error.ts";

/** A file as Git sees it: its bytes, and whether it may be executed. */
export interface PlainFile {
  readonly content: Buffer;
  readonly isExecutable: boolean;
}

/** Reads a file through one handle, so that both facts are of the same file; a symbolic link is not followed. @throws DiskError */
export function readPlainFile(path: string): PlainFile {
  return onDisk("read", path, () => {
    const handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { size, mode } = fstatSync(handle);
      const buffer = Buffer.allocUnsafe(size);
      let length = 0;
      for (let read = -1; read !== 0 && length < size; length += read)
        read = readSync(handle, buffer, length, size - length, null);
      return { content: buffer.subarray(0, length), isExecutable: (mode & 0o111) !== 0 };
    } finally {
      closeSync(handle);
    }
  });
}
