/** A taken file is one file of a bundle as a value, wherever it came from: its bytes, or why it was not read. */

export interface RawFile {
  /** Below the bundle: `a/show_logging.txt`. */
  path: string;
  bytes: Uint8Array;
  /** True of what was packed and lost its end: it is not all of the file. */
  isCut?: boolean | undefined;
}

export interface LeftFile {
  path: string;
  /** In words that follow the name: `is a pipe`. */
  left: string;
}

export type TakenFile = (RawFile & { sha256: string }) | LeftFile;

export function isLeft(file: RawFile | LeftFile): file is LeftFile {
  return 'left' in file;
}
