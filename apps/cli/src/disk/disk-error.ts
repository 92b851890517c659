/** A failure from outside: the disk, a permission. It keeps the act, the place and the evidence. */
export class DiskError extends Error {
  readonly doing: string;
  readonly place: string;
  /** What the operating system said. */
  readonly evidence: string;

  constructor(doing: string, place: string, evidence: string, cause?: unknown) {
    super(`cannot ${doing} ${place}: ${evidence}`, { cause });
    this.name = "DiskError";
    this.doing = doing;
    this.place = place;
    this.evidence = evidence;
  }
}

const words: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EBUSY: "it is in use",
  EDQUOT: "the disk quota is used up",
  EEXIST: "it exists already",
  EIO: "the disk failed",
  EISDIR: "it is a folder",
  ELOOP: "it is a symbolic link",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long for this file system",
  ENOENT: "it does not exist",
  ENOSPC: "no space left on the disk",
  ENOTDIR: "a part of the path is not a folder",
  ENOTEMPTY: "something else was put there meanwhile",
  EPERM: "the operation is not permitted",
  EROFS: "the file system is read-only",
  EXDEV: "it stands on another file system or image layer",
};

/** Does something on the disk. @throws DiskError that says what was done, where, and what the system answered */
export function onDisk<T>(doing: string, place: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw toDiskError(doing, place, error);
  }
}

/** Anything that is not a refusal of the system is a fault of ours, and passes as it is. */
export function toDiskError(doing: string, place: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined || error instanceof DiskError) return error;
  return new DiskError(doing, place, `${words[code] ?? "the system refused"} (${code})`, error);
}

/** `ENOENT`, `EACCES` ...: the name that the system gives to a refusal. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
