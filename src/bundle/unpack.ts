/** Unpacking a file that was handed in gives what is in it, told by its first bytes and not by its name; archives and mails in each other up to a depth. */
import { FlaptrapError } from '../errors.ts';
import { archiveKindOf, HEAD_BYTES, isBlank, packerOf } from './archive-kind.ts';
import { joined } from './bytes.ts';
import { decode } from './decode.ts';
import { CUT_SHORT, gunzip, isGzip, Unpackable } from './gunzip.ts';
import { LIMITS } from './limits.ts';
import type { Machine } from './machine.ts';
import { isMail, openMail } from './mail.ts';
import { noTextOf } from './no-text.ts';
import { withoutLayout } from './office/document.ts';
import { isLeft, type LeftFile, type RawFile } from './taken.ts';
import { untar } from './untar.ts';
import { unzip } from './unzip.ts';

/** A .zip in a .tar in a .tar.gz; beyond that somebody plays. */
const DEPTH_MAX = 3;

/** Whoever names it so means an archive. */
const NAMED = /\.(?:gz|tgz|tar|zip)$/i;

/** The files of an archive, or the file itself: what was named on the command line. Throws `input` for an archive that is refused. */
export async function* openWhole(file: RawFile, archive: string, machine: Machine): AsyncGenerator<RawFile | LeftFile> {
  const kind = archiveKindOf(file.bytes.subarray(0, HEAD_BYTES));
  if (kind === 'zip') yield* withoutLayout(unzip(file.bytes, archive, machine), archive);
  else if (kind === 'tar') yield* untar(once(file.bytes), archive);
  else if (kind === 'tar.gz' && (await isPackedTar(file.bytes, machine)))
    yield* untar(gunzip(once(file.bytes), LIMITS.unpackedBytes, machine), archive);
  else yield file;
}

/**
 * `a/show_logging.txt.gz` is `a/show_logging.txt`; of `a/logs.zip` each file is taken. What cannot be unpacked is left, with the reason;
 * `named`: what a packed archive was called.
 */
export async function* unpackInside(file: RawFile, machine: Machine, depth = 0, named = file.path): AsyncGenerator<RawFile | LeftFile> {
  const kind = archiveKindOf(file.bytes.subarray(0, HEAD_BYTES));
  if (typeof kind === 'object' || (isBlank(file.bytes) && !NAMED.test(file.path))) {
    yield* openPlain(file, machine, depth);
    return;
  }
  const isPacked = isGzip(file.bytes);
  if (depth > DEPTH_MAX || (depth === DEPTH_MAX && !isPacked)) {
    yield { path: file.path, left: `is an archive in more than ${DEPTH_MAX} others` };
    return;
  }
  try {
    if (isPacked && !NAMED.test(file.path)) yield* textOf(file, machine);
    else yield* openInside(file, machine, depth, named);
  } catch (error) {
    // By its first bytes alone it may be anything.
    yield NAMED.test(file.path) ? { path: file.path, left: whyLeft(error) } : file;
  }
}

/** What is no archive: a mail, a file, or what somebody packed by a program that is not known here. */
async function* openPlain(file: RawFile, machine: Machine, depth: number): AsyncGenerator<RawFile | LeftFile> {
  const packer = packerOf(file.bytes);
  const noText = noTextOf(file.bytes);
  if (packer !== undefined) yield { path: file.path, left: `is ${packer}` };
  else if (noText !== undefined) yield { path: file.path, left: `is ${noText.is}: ${noText.instead}` };
  else if (depth > DEPTH_MAX || !isMail(file.bytes)) yield file;
  else for (const part of openMail(file)) yield* isLeft(part) ? [part] : unpackInside(part, machine, depth + 1);
}

/** What is packed around an archive, or around one file of it, makes it no deeper; packed again and again, somebody plays. */
async function* openInside(file: RawFile, machine: Machine, depth: number, named: string): AsyncGenerator<RawFile | LeftFile> {
  const isPacked = isGzip(file.bytes);
  let isEmpty = true;
  for await (const inner of isPacked ? plainOf(file, machine) : below(file, machine)) {
    isEmpty = false;
    if (isLeft(inner)) {
      yield inner;
      continue;
    }
    const isAround = isPacked && !isGzip(inner.bytes);
    yield* unpackInside(inner, machine, isAround ? depth : depth + 1, isPacked ? named : inner.path);
  }
  if (isEmpty) yield { path: named, left: 'is an archive with no file in it' };
}

/** A log that lost its ending; what is no text either way stays what it was. */
async function* textOf(file: RawFile, machine: Machine): AsyncGenerator<RawFile> {
  for await (const inner of plainOf(file, machine)) yield decode(inner.bytes).problem === 'binary' ? file : inner;
}

async function* below(file: RawFile, machine: Machine): AsyncGenerator<RawFile | LeftFile> {
  for await (const inner of openWhole(file, file.path, machine))
    yield isLeft(inner) ? inner : { ...inner, path: `${file.path}/${inner.path}` };
}

async function* plainOf(file: RawFile, machine: Machine): AsyncGenerator<RawFile> {
  const pieces: Uint8Array[] = [];
  let isCut = false;
  try {
    for await (const piece of gunzip(once(file.bytes), LIMITS.unpackedFileBytes, machine)) pieces.push(piece);
  } catch (error) {
    isCut = error instanceof Unpackable && error.message === CUT_SHORT && pieces.length > 0;
    // What stands before the cut is as good as any log, and that it is cut is said of it.
    if (!isCut) throw error;
  }
  const path = file.path.replace(/\.gz$/i, '').replace(/\.tgz$/i, '.tar');
  yield { path, bytes: joined(pieces), ...(isCut ? { isCut } : {}) };
}

function whyLeft(error: unknown): string {
  if (error instanceof Unpackable) return error.message;
  if (!(error instanceof FlaptrapError)) throw error;
  const [summary = ''] = error.message.split('\n');
  return `is an archive that is refused: ${summary.replace(/^.*? error: /, '')}`;
}

async function isPackedTar(bytes: Uint8Array, machine: Machine): Promise<boolean> {
  try {
    for await (const piece of gunzip(once(bytes), LIMITS.unpackedBytes, machine))
      return archiveKindOf(piece.subarray(0, HEAD_BYTES)) === 'tar';
  } catch {
    // What it is made of is said where it is unpacked.
  }
  return false;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
