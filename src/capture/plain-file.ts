/** A plain file is read whole when it is one and no larger than it may be: a pipe would be waited for, and a device has no end. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';

/** What the shell has opened has a writer: `<(pass show hq)`. */
const OPENED = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/;

/** Throws an error whose message says what it is instead; those of the system as they are. */
export function readPlainFile(path: string, bytesMax: number): string {
  const isOpened = OPENED.test(path);
  // Without a writer a pipe would be waited for at its opening already.
  const file = openSync(path, constants.O_RDONLY | (isOpened ? 0 : constants.O_NONBLOCK));
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() && !(isOpened && stats.isFIFO())) throw new Error(`it is ${kindOf(stats)}, not a file`);
    return readUpTo(file, bytesMax);
  } finally {
    closeSync(file);
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  return stats.isFIFO() ? 'a pipe' : 'a device';
}

/** Not by its size: files of /proc say that they are empty, and others grow. */
function readUpTo(file: number, bytesMax: number): string {
  const pieces: Buffer[] = [];
  for (let bytes = 0; ; ) {
    const piece = Buffer.alloc(PIECE_BYTES);
    const read = readSync(file, piece);
    if (read === 0) return Buffer.concat(pieces).toString('utf8');
    bytes += read;
    if (bytes > bytesMax) throw new Error(`it is larger than ${sizeOf(bytesMax)}, the most that flaptrap reads`);
    pieces.push(piece.subarray(0, read));
  }
}

const PIECE_BYTES = 64 * 1024;

function sizeOf(bytes: number): string {
  return bytes < MB ? `${bytes} bytes` : `${bytes / MB} MB`;
}

const MB = 1024 * 1024;
