/** A directory is what `dir` prints of a file system: names and exact sizes, and how much is free. */

export interface FileEntry {
  name: string;
  sizeBytes: number;
}

export interface Directory {
  files: FileEntry[];
  freeBytes: number | undefined;
}

/** `   14  -rw-           19957  Apr 10 2017 09:13:55 -07:00  pnp-tech-discovery-summary`: index, mode, size, date, name; a `d` in the mode is a directory. [C] */
export const DIRECTORY_ROW =
  /^\s*\d+\s+(?<mode>[d-][rwx\s-]{3,9}?)\s+(?<size>\d+)\s+(?:<no date>|\w{3} +\d+ \d{4} \d\d:\d\d:\d\d(?: [+-]\d\d:\d\d)?)\s+(?<name>\S.*?)\s*$/;
/** `-rwxrwxrwx   490586943              cat9k_lite_iosxe.17.09.01.SPA.bin`: no index and no date. [C] */
export const SHORT_DIRECTORY_ROW = /^(?<mode>[d-][rwx-]{9})\s+(?<size>\d+)\s+(?<name>\S.*?)\s*$/;
/** `2142715904 bytes total (1989595136 bytes free)` [C] */
export const FREE_BYTES = /\((?<free>\d+) bytes free/;

export function parseDirectory(text: string): Directory {
  const files = text.split(/\r?\n/).flatMap((line) => readDirectoryRow(line) ?? []);
  const free = FREE_BYTES.exec(text)?.groups?.['free'];
  return { files, freeBytes: free === undefined ? undefined : Number(free) };
}

/** Undefined when the line names no file: a directory is none. */
export function readDirectoryRow(line: string): FileEntry | undefined {
  const row = (DIRECTORY_ROW.exec(line) ?? SHORT_DIRECTORY_ROW.exec(line))?.groups;
  if (row === undefined || row['mode']?.startsWith('d') === true) return undefined;
  return { name: row['name'] ?? '', sizeBytes: Number(row['size']) };
}

/** True when a name fits a pattern in which `*` is any run of characters. */
export function matchesName(pattern: string, name: string): boolean {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`).test(name);
}
