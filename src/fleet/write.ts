/** Writing a fleet's memory is done whole or not at all; reading finds those of all fleets that were armed from here. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FlaptrapError } from '../errors.ts';
import { codeOf, fileTrouble } from '../file-trouble.ts';
import { type FleetMemory, parseMemory } from './memory.ts';
import type { Removal } from './retention.ts';

/** Beside the captures, whose names are eight digits. */
const FOLDER = 'fleets';

export function writeMemory(stateFolder: string, memory: FleetMemory): void {
  const path = pathOf(stateFolder, memory.digest);
  try {
    mkdirSync(join(stateFolder, FOLDER), { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.part`, JSON.stringify(memory), { mode: 0o600, flush: true });
    renameSync(`${path}.part`, path);
  } catch (cause) {
    throw fileTrouble('write', path, cause);
  }
}

/** Undefined when this fleet was never armed from here. Throws when its memory cannot be read. */
export function readMemory(stateFolder: string, digest: string): FleetMemory | undefined {
  const path = pathOf(stateFolder, digest);
  const text = readText(path);
  if (text === undefined) return undefined;
  const memory = parseMemory(text);
  if (memory !== undefined && memory.digest === digest) return memory;
  throw new FlaptrapError('input', 'the memory of this fleet cannot be used', {
    tried: path,
    answer: memory === undefined ? 'it is damaged, or of a later version' : `it is that of the fleet ${memory.digest.slice(0, 16)}`,
    next: 'move it away: what stands on the routers is found by the engine',
  });
}

export function readMemories(stateFolder: string): FleetMemory[] {
  return namesIn(join(stateFolder, FOLDER)).flatMap((name) => {
    const memory = name.endsWith('.json') ? parseMemory(readText(join(stateFolder, FOLDER, name)) ?? '') : undefined;
    return memory === undefined ? [] : [memory];
  });
}

/** In bytes, with all that is below it; undefined when it is not there. */
export function sizeOf(folder: string): number | undefined {
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw fileTrouble('look into', folder, cause);
  }
}

export function isThere(path: string): boolean {
  return existsSync(path);
}

/** Gives those that are gone. */
export function removeBundles(removals: readonly Removal[]): Removal[] {
  return removals.filter(({ folder }) => {
    try {
      rmSync(folder, { recursive: true });
      return true;
    } catch (cause) {
      if (codeOf(cause) === 'ENOENT') return false;
      throw fileTrouble('remove', folder, cause);
    }
  });
}

function pathOf(stateFolder: string, digest: string): string {
  return join(stateFolder, FOLDER, `${digest.slice(0, 16)}.json`);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw fileTrouble('read', path, cause);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return [];
    throw fileTrouble('look into', folder, cause);
  }
}
