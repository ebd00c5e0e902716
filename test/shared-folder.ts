/** One folder for all tests of a run: what takes long to make, and harms nobody who shares it, is made in it once, by whoever needs it first. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    sharedFolder: string;
  }
}

let folder = '';

/** Called by Vitest before the first test. */
export function setup(project: TestProject): void {
  folder = mkdtempSync(join(tmpdir(), 'flaptrap-shared-'));
  // The database's own user stands in it too.
  chmodSync(folder, 0o711);
  project.provide('sharedFolder', folder);
}

/** The store of `engine/database/open-store.ts`, whose server is everybody's. */
export const SHARED_STORE = 'shared-store';

/** Behind the last. */
export async function teardown(): Promise<void> {
  await endServer(join(folder, SHARED_STORE, 'data', 'postmaster.pid'));
  rmSync(folder, { recursive: true, force: true });
}

/** At once: what it holds goes with it. It takes its file away when it has ended. [C] PostgreSQL: SIGQUIT */
async function endServer(pidFile: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGQUIT');
  for (let left = 400; left > 0 && existsSync(pidFile); left -= 1) await sleep(50);
}

const making = new Map<string, Promise<string>>();

/** Gives its path. It is there whole or not at all: of two workers who begin at once one is late, and takes the other's. */
export function madeOnce(name: string, make: (path: string) => void | Promise<void>): Promise<string> {
  const begun = making.get(name) ?? makeWhole(join(inject('sharedFolder'), name), make);
  making.set(name, begun);
  return begun;
}

async function makeWhole(path: string, make: (path: string) => void | Promise<void>): Promise<string> {
  if (existsSync(path)) return path;
  const part = `${path}.${process.pid}.part`;
  await make(part);
  try {
    renameSync(part, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
    rmSync(part, { recursive: true, force: true });
  }
  return path;
}
