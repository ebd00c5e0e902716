/** Files on a device are listed with their exact sizes, read over the terminal, proven by size and MD5, and deleted by name. */
import { createHash } from 'node:crypto';
import { FlaptrapError } from '../errors.ts';
import { type FileEntry, findPathProblem, matchesName, parseDirectory } from '../ios/directory.ts';
import type { Platform } from '../ios/platforms/platform.ts';
import { readRefusal } from '../ios/refusal.ts';
import type { Cli } from './cli.ts';
import { hashingMs, LIMITS } from './limits.ts';
import { readFileBytes } from './line-ends.ts';
import { checkEntries, judgeEntries, tooLarge } from './listing.ts';

export interface FetchOptions {
  /** As `dir` says it. */
  sizeBytes: number;
  platform: Platform;
  idleMs?: number | undefined;
  onProgress?: ((receivedBytes: number) => void) | undefined;
}

export interface FetchedFile {
  bytes: Buffer;
  /** True when the device's own MD5 agrees; else only the size is proven. */
  md5Checked: boolean;
}

/** What is typed for a file, or for a file system. */
export const FILE_COMMANDS = {
  list: (path: string) => `dir ${path}`,
  read: (path: string) => `more ${path}`,
  hash: (path: string) => `verify /md5 ${path}`,
  remove: (path: string) => `delete /force ${path}`,
} as const;

/** Log lines that fall into the text make it too long: then it is read again, so often. */
const ATTEMPTS_MAX = 3;

/** `verify /md5 (flash:x) = d41d8cd98f00b204e9800998ecf8427e` [L] */
export const MD5_LINE = /=\s*(?<md5>[0-9a-f]{32})\b/i;

/** Files of the platform's flash whose names fit the pattern (`*` is any run of characters); one that cannot be used says why, and costs no other. */
export async function listFiles(cli: Cli, platform: Platform, pattern: string): Promise<FileEntry[]> {
  const result = await cli.tryExec(FILE_COMMANDS.list(platform.flash));
  // An empty file system is answered with an error on some platforms: `%Error opening flash:/ (No such file or directory)`
  if (!result.ok && !/No (?:such file|files in directory)/i.test(result.answer)) {
    throw new FlaptrapError(result.refusal.code, `cannot list ${platform.flash}: ${result.refusal.text}`, {
      peer: cli.target.name,
      tried: FILE_COMMANDS.list(platform.flash),
      answer: result.answer,
      next: 'check the name of the flash file system (show file systems)',
    });
  }
  const { files } = parseDirectory(result.answer);
  checkEntries(files, { peer: cli.target.name, tried: FILE_COMMANDS.list(platform.flash) });
  return judgeEntries(files.filter(({ name }) => matchesName(pattern, name)));
}

/** Old flash lists in capitals what was written in small letters. [B] */
function isSameName(listed: string, name: string): boolean {
  return `/${listed}`.toLowerCase().endsWith(`/${name}`.toLowerCase());
}

/** The size of one file now; undefined when it is not there. */
export async function fileSize(cli: Cli, path: string): Promise<number | undefined> {
  const result = await cli.tryExec(FILE_COMMANDS.list(path));
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
  return result.ok ? parseDirectory(result.answer).files.find(({ name: listed }) => isSameName(listed, name))?.sizeBytes : undefined;
}

/** Reads a file with `more`: exact, or an error. */
export async function fetchFile(cli: Cli, path: string, options: FetchOptions): Promise<FetchedFile> {
  const { platform, idleMs, onProgress } = options;
  let sizeBytes = options.sizeBytes;
  let received = 0;
  const tried = FILE_COMMANDS.read(path);
  refuseName(cli, path, tried);
  const attempts = options.sizeBytes > LIMITS.rereadBytes ? 1 : ATTEMPTS_MAX;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const excess = tooLarge(path, sizeBytes, { peer: cli.target.name, tried });
    if (excess !== undefined) throw excess;
    const wire = await cli.execBytes(tried, { idleMs, onProgress, sizeBytes });
    received = wire.length;
    // Asked first and awaited last: the router computes its MD5 while we compute ours.
    const asked = wire.length >= sizeBytes && platform.hasVerifyMd5 ? readMd5(cli, path, sizeBytes) : undefined;
    const candidates = readFileBytes(wire, sizeBytes).map((bytes) => ({ bytes, own: asked === undefined ? undefined : md5Of(bytes) }));
    const md5 = await asked;
    const bytes = candidates.find(({ own }) => md5 === undefined || own === md5)?.bytes;
    if (bytes !== undefined) return { bytes, md5Checked: md5 !== undefined };
    refuseRefusal(cli, path, wire);
    sizeBytes = (await fileSize(cli, path)) ?? sizeBytes;
  }
  throw new FlaptrapError('retrieval', `${path} did not arrive complete in ${attempts} attempts`, {
    peer: cli.target.name,
    tried,
    answer: `dir shows ${sizeBytes} bytes, the terminal received ${received}`,
    next: 'log messages or a growing file disturb the transfer: fetch it by SCP, or when it has stopped growing',
  });
}

/** The device's own MD5 of a file; undefined when it cannot tell. */
export async function readMd5(cli: Cli, path: string, sizeBytes?: number): Promise<string | undefined> {
  if (findPathProblem(path) !== undefined) return undefined;
  const result = await cli.tryExec(FILE_COMMANDS.hash(path), { idleMs: hashingMs(cli.deadlines.idleMs, sizeBytes) });
  return result.ok ? MD5_LINE.exec(result.answer)?.groups?.['md5']?.toLowerCase() : undefined;
}

/** Deletes one file and makes sure that it is gone. */
export async function deleteFile(cli: Cli, path: string): Promise<void> {
  const tried = FILE_COMMANDS.remove(path);
  const problem = findPathProblem(path);
  if (problem !== undefined)
    throw new FlaptrapError('left-behind', `${path} cannot be deleted: ${problem}`, {
      peer: cli.target.name,
      tried,
      next: 'delete it by hand',
    });
  const answer = await cli.exec(tried, { replies: [{ question: aboutDeleting(path), reply: '\r' }] });
  if ((await fileSize(cli, path)) === undefined) return;
  throw new FlaptrapError('left-behind', `${path} is still there after it was deleted`, {
    peer: cli.target.name,
    tried,
    answer,
    next: 'delete it by hand',
  });
}

/** `Delete filename [x]?`, `Delete flash:/x? [confirm]` are asked even so where `file prompt noisy` is set; nothing else is agreed to. [L] */
function aboutDeleting(path: string): RegExp {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^Delete (?:filename \\[(?:\\S*[:/])?${name}\\]\\? ?|(?:\\S*[:/])?${name}\\? ?\\[confirm\\] ?)$`, 'i');
}

export function md5Of(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}

function refuseName(cli: Cli, path: string, tried: string): void {
  const problem = findPathProblem(path);
  if (problem === undefined) return;
  throw new FlaptrapError('retrieval', `${path} cannot be fetched: ${problem}`, {
    peer: cli.target.name,
    tried,
    next: 'copy it to another name on the router, then fetch it by hand',
  });
}

function refuseRefusal(cli: Cli, path: string, wire: Buffer): void {
  const answer = wire.length > 1000 ? '' : wire.toString('latin1');
  const refusal = readRefusal(answer);
  if (refusal === undefined) return;
  throw new FlaptrapError('retrieval', `cannot read ${path}: ${refusal.text}`, {
    peer: cli.target.name,
    tried: FILE_COMMANDS.read(path),
    answer,
    next: 'check that the file exists and the account may read it',
  });
}
