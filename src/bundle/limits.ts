/** The limits of what is taken in: a folder or an archive may come from anyone, and no more of it is ever held than this. */
import { MANIFEST_FILE } from './manifest.ts';
import { TUNNEL_FILE } from './tunnel.ts';

const KB = 1024;
const MB = KB * KB;

export const LIMITS = {
  /** Beyond this a file does not fit one string. */
  fileBytes: 400 * MB,
  /** Of what is packed, where a small file can become a large one. */
  unpackedFileBytes: 128 * MB,
  allBytes: 1024 * MB,
  unpackedBytes: 512 * MB,
  entries: 2000,
  nameCharacters: 512,
  /** A zip's list stands at its end, so it is held whole. */
  zipBytes: 128 * MB,
} as const;

/** A map, for whoever hands a file in names it: `constructor` is a name like any other. */
const SMALL_FILES: ReadonlyMap<string, number> = new Map([
  [TUNNEL_FILE, 64 * KB],
  [MANIFEST_FILE, 4 * MB],
]);

/** How large the file of this path may be; tunnel.yaml and manifest.json are parsed whole, and small. */
export function bytesAllowed(path: string, otherwise: number): number {
  return SMALL_FILES.get(path.slice(path.lastIndexOf('/') + 1)) ?? otherwise;
}

export function printBytes(bytes: number): string {
  return bytes >= MB ? `${Math.round(bytes / MB)} MB` : `${Math.ceil(bytes / KB)} kB`;
}
