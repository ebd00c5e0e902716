/** Judging here takes what was dropped on the page through the same front door, timeline and verdict as a command does. */

import { assembleBundle, type ReadBundle } from '../bundle/assemble.ts';
import { evidenceNames } from '../bundle/evidence-names.ts';
import { LIMITS, printBytes } from '../bundle/limits.ts';
import type { Machine } from '../bundle/machine.ts';
import { MANIFEST_FILE } from '../bundle/manifest.ts';
import { amongOthers } from '../bundle/several.ts';
import { takeIn } from '../bundle/take-in.ts';
import type { LeftFile, RawFile } from '../bundle/taken.ts';
import { TUNNEL_FILE } from '../bundle/tunnel.ts';
import { openWhole } from '../bundle/unpack.ts';
import { messageOf } from '../errors.ts';
import { type Judged, judgeRead } from '../run/judge-read.ts';

/** One file as it was dropped; of a folder with its path, `bundle/a/show_logging.txt`. */
export interface Dropped {
  path: string;
  bytes: number;
  read(): Promise<Uint8Array>;
}

/** What is being done, for who waits. */
export type Step = 'reading' | 'judging';

export async function judgeHere(dropped: readonly Dropped[], machine: Machine, nowMs: number, say: (step: Step) => void): Promise<Judged> {
  say('reading');
  const origin = originOf(dropped);
  const read: ReadBundle = await assembleBundle(takeIn(handIn(dropped, machine), machine), origin);
  say('judging');
  return judgeRead(read, origin, nowMs);
}

/** As the command line would be given it: the folder, or the files by name. */
export function originOf(dropped: readonly Dropped[]): string {
  const [top] = topsOf(dropped);
  return isFolder(dropped) ? (top ?? '') : dropped.map(({ path }) => path).join(' ');
}

function topsOf(dropped: readonly Dropped[]): string[] {
  return [...new Set(dropped.map(({ path }) => path.split('/')[0] ?? ''))];
}

function isFolder(dropped: readonly Dropped[]): boolean {
  return topsOf(dropped).length === 1 && dropped.every(({ path }) => path.includes('/'));
}

async function* handIn(dropped: readonly Dropped[], machine: Machine): AsyncGenerator<RawFile | LeftFile> {
  if (isFolder(dropped)) yield* fromFolder(dropped);
  else if (dropped.length === 1) for (const file of dropped) yield* openDropped(file, machine);
  else yield* fromSeveral(dropped, machine);
}

async function* fromSeveral(dropped: readonly Dropped[], machine: Machine): AsyncGenerator<RawFile | LeftFile> {
  const names = evidenceNames(dropped.map(({ path }) => path));
  for (const [index, file] of dropped.entries())
    for await (const each of openDropped(file, machine)) yield amongOthers(each, file.path, names[index] ?? file.path);
}

async function* openDropped(file: Dropped, machine: Machine): AsyncGenerator<RawFile | LeftFile> {
  const taken = await take(file, file.path);
  if ('left' in taken) yield taken;
  else yield* openWhole(taken, file.path, machine);
}

/** As a folder is read from a disk: what says how to read the rest first, hidden files not at all. */
async function* fromFolder(dropped: readonly Dropped[]): AsyncGenerator<RawFile | LeftFile> {
  const below = dropped.map((file) => ({ file, path: file.path.slice(file.path.indexOf('/') + 1) }));
  const shown = below.filter(({ path }) => !path.split('/').some((part) => part.startsWith('.')));
  const rank = (path: string): number => (path === TUNNEL_FILE ? 0 : path === MANIFEST_FILE ? 1 : 2);
  const sorted = shown.toSorted((one, two) => rank(one.path) - rank(two.path) || (one.path < two.path ? -1 : 1));
  for (const { file, path } of sorted.slice(0, LIMITS.entries)) yield take(file, path);
}

async function take(file: Dropped, path: string): Promise<RawFile | LeftFile> {
  if (file.bytes > LIMITS.fileBytes) return { path, left: `is larger than ${printBytes(LIMITS.fileBytes)}` };
  try {
    return { path, bytes: await file.read() };
  } catch (error) {
    return { path, left: `cannot be read (${messageOf(error)})` };
  }
}
