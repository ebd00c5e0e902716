/** The shared samples, read where they lie; SAMPLES names their folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const SAMPLES = process.env['SAMPLES'] ?? '../shared/samples';

export function sample(path: string): string {
  return readFileSync(join(SAMPLES, path), 'latin1');
}

/** Paths of every file of a folder; empty when the folder is not there. */
export function samplesIn(folder: string): string[] {
  const path = join(SAMPLES, folder);
  return existsSync(path)
    ? readdirSync(path)
        .sort()
        .map((name) => `${folder}/${name}`)
    : [];
}

export function foldersOf(prefix: RegExp): string[] {
  return readdirSync(SAMPLES, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() && prefix.test(entry.name) ? [entry.name] : []))
    .sort();
}
