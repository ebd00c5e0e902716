/** A disk is a small file system of its own that can be filled at a chosen moment; mounting one needs root. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface Disk extends Disposable {
  fill(): void;
  empty(): void;
}

const SIZE = '16m';
const MOUNTED = new Set<string>();
process.on('exit', () => {
  for (const folder of [...MOUNTED]) unmount(folder);
});

/** Undefined where it may not be mounted. `mode`: in octal. */
export function mountDisk(folder: string, size = SIZE, mode = '700'): Disk | undefined {
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=${mode}`, 'flaptrap-kill', folder], { stdio: 'ignore' });
  if (status !== 0) return undefined;
  MOUNTED.add(folder);
  const filler = join(folder, '.filler');
  return {
    fill: () => fill(filler),
    empty: () => rmSync(filler, { force: true }),
    [Symbol.dispose]: () => unmount(folder),
  };
}

export function canMount(folder: string): boolean {
  using disk = mountDisk(folder);
  return disk !== undefined;
}

function fill(path: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    for (const bytes of [65_536, 4096, 1]) writeUntilFull(file, Buffer.alloc(bytes));
  } finally {
    closeSync(file);
  }
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    for (;;) if (writeSync(file, block) < block.length) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

function unmount(folder: string): void {
  const { status } = spawnSync('umount', [folder], { stdio: 'ignore' });
  if (status !== 0) spawnSync('umount', ['-l', folder], { stdio: 'ignore' });
  MOUNTED.delete(folder);
}
