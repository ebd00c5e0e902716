/** The bundles under a folder: each whole or saying what it lacks, and none ever overwritten. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SIDES } from '../../src/ipsec/side.ts';
import { evidenceOn, type LabState } from './lab-state.ts';

interface Manifest {
  files?: { path: string; bytes: number; sha256?: string }[];
  failures?: unknown[];
  asked?: readonly unknown[];
}

/** SHA-256 of each file, by its path. */
export type Hashes = ReadonlyMap<string, string>;

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A name by which an unfinished bundle says that it is none yet. */
const UNFINISHED = /^\.|partial|unfinished|incomplete|tmp/;

function bundleFolders(out: string): string[] {
  if (!existsSync(out)) return [];
  const folders = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
  const bundles = folders.filter(({ name }) => name === 'a' || name === 'b').map(({ parentPath }) => parentPath);
  return [...new Set(bundles)].filter(
    (path) =>
      !path
        .slice(out.length + 1)
        .split('/')
        .some((part) => UNFINISHED.test(part)),
  );
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}

/** Of finished bundles: what the manifest lists, and the manifest itself. */
export function hashBundles(out: string): Hashes {
  const paths = bundleFolders(out).flatMap((folder) => {
    const listed = readManifest(folder)?.files?.map(({ path }) => path);
    return listed === undefined ? [] : ['manifest.json', ...listed].map((path) => join(folder, path));
  });
  return new Map(paths.filter((path) => existsSync(path)).map((path) => [path, hashOf(readFileSync(path))]));
}

export function overwritten(before: Hashes): string[] {
  return [...before].flatMap(([path, hash]) => {
    if (!existsSync(path)) return [`${path} of a finished bundle is gone`];
    return hashOf(readFileSync(path)) === hash ? [] : [`${path} of a finished bundle was overwritten`];
  });
}

export function faultsOfBundles(out: string): string[] {
  return bundleFolders(out).flatMap((folder) => {
    const manifest = readManifest(folder);
    if (manifest === undefined) return [`the bundle ${folder} has no manifest that can be read`];
    const broken = (manifest.files ?? []).flatMap(({ path, bytes, sha256 }) => {
      const file = join(folder, path);
      if (!existsSync(file)) return [`${file} is in the manifest and not in the bundle`];
      const found = readFileSync(file);
      return found.length === bytes && (sha256 === undefined || hashOf(found) === sha256) ? [] : [`${file} is not what the manifest says`];
    });
    return [...broken, ...unsaid(folder, manifest)];
  });
}

/** A side without a file, or with fewer than its other, must be explained. */
function unsaid(folder: string, { files = [], failures = [], asked = [] }: Manifest): string[] {
  const [ofA, ofB] = SIDES.map((side) => files.filter(({ path }) => path.startsWith(`${side}/`)).length) as [number, number];
  return ofA === ofB || failures.length > 0 || asked.length > 0
    ? []
    : [`${folder} has ${ofA} files of a and ${ofB} of b, and does not say why`];
}

/** What was frozen is at home in a finished bundle. */
export function hasBundle(out: string): boolean {
  return bundleFolders(out).some((folder) => (readManifest(folder)?.files?.length ?? 0) > 0);
}

/** `disarm --delete-files` leaves no file of ours. */
export function filesLeft(state: LabState): string[] {
  return SIDES.filter((side) => evidenceOn(state[side]).length > 0).map(
    (side) => `disarm --delete-files left on ${side}: ${evidenceOn(state[side]).join(', ')}`,
  );
}
