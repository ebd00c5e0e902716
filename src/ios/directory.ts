/** A directory is what `dir` prints of a file system: names and exact sizes, and how much is free. */

export interface FileEntry {
  name: string;
  sizeBytes: number;
  /** Why this file cannot be fetched or deleted by name; undefined when it can. */
  problem?: string | undefined;
}

export interface Directory {
  files: FileEntry[];
  freeBytes: number | undefined;
}

/** `   14  -rw-           19957  Apr 10 2017 09:13:55 -07:00  pnp-tech-discovery-summary`: index, mode, size, date, name; a `d` in the mode is a directory. [C] */
export const DIRECTORY_ROW =
  /^\s*\d+\s+(?<mode>[d-][rwx\s-]{3,9}?)\s+(?<size>\d+)\s+(?:<no date>|\w{3} +\d+ +\d{4} +\d\d:\d\d:\d\d(?: +[+-]\d\d:\d\d)?)\s+(?<name>\S.*?)\s*$/;
/** `-rwxrwxrwx   490586943              cat9k_lite_iosxe.17.09.01.SPA.bin`: no index and no date. [C] */
export const SHORT_DIRECTORY_ROW = /^\s{0,16}(?<mode>[d-][rwx-]{9})\s+(?<size>\d+)\s+(?<name>\S.*?)\s*$/;
/** `2142715904 bytes total (1989595136 bytes free)` [C] */
export const FREE_BYTES = /\((?<free>\d+) bytes free/;

/** A row is much shorter [C]; what is longer is no row, and is not searched for one. */
const ROW_CHARACTERS_MAX = 512;
/** What IOS takes as a file name in a command and in nothing else: no blank or `|` that would begin another word, no `*` that would mean many files. */
export const TYPABLE_NAME = /^[A-Za-z0-9_+=@#~%,.][A-Za-z0-9_+=@#~%,.-]*$/;
/** The longest name of a file that flash file systems know. [L] */
const NAME_CHARACTERS_MAX = 127;

export function parseDirectory(text: string): Directory {
  const files = text.split(/\r?\n/).flatMap((line) => readDirectoryRow(line) ?? []);
  const free = FREE_BYTES.exec(text)?.groups?.['free'];
  return { files, freeBytes: free === undefined ? undefined : Number(free) };
}

/** Undefined when the line names no file: a directory is none. */
export function readDirectoryRow(line: string): FileEntry | undefined {
  if (line.length > ROW_CHARACTERS_MAX) return undefined;
  const row = (DIRECTORY_ROW.exec(line) ?? SHORT_DIRECTORY_ROW.exec(line))?.groups;
  if (row === undefined || row['mode']?.startsWith('d') === true) return undefined;
  return { name: row['name'] ?? '', sizeBytes: Number(row['size']) };
}

/** True when a name fits a pattern in which `*` is any run of characters; capitals or not: old flash knows no difference. [B] */
export function matchesName(pattern: string, name: string): boolean {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 'i').test(name);
}

/** Why a name may not be typed behind a command; undefined when it may. */
export function findNameProblem(name: string): string | undefined {
  if (/^\.+$/.test(name) || /[/\\:]/.test(name)) return 'its name would lead out of the directory';
  if (name.length > NAME_CHARACTERS_MAX) return `its name has ${name.length} characters`;
  return TYPABLE_NAME.test(name) ? undefined : 'its name has characters that cannot be typed as a file name';
}

/** The same of a path: `flash:/folder/name`. */
export function findPathProblem(path: string): string | undefined {
  return path
    .split(/[:/]/)
    .filter((name) => name !== '')
    .map(findNameProblem)
    .find((problem) => problem !== undefined);
}
