/** Writing evidence puts an archive, its signature, the map and receipts beside each other, and never over anything that is there. */
import { lstat, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, fileTrouble } from '../file-trouble.ts';

/** Nobody else need read what leaves either. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

export interface NewArchive {
  /** `7f3a9c01-evidence` */
  name: string;
  archive: Uint8Array;
  /** Text of the signature; undefined when nobody signs. */
  signature: string | undefined;
  /** JSON that says what stands for what; undefined when nothing was replaced. */
  map: string | undefined;
}

export interface WrittenArchive {
  archive: string;
  signature: string | undefined;
  map: string | undefined;
}

/** `<folder>/7f3a9c01-evidence.tar.gz`, or with -2, -3 behind the name; all of it under one number, or nothing. */
export async function writeArchive(folder: string, { name, archive, signature, map }: NewArchive): Promise<WrittenArchive> {
  const files: (readonly [string, Uint8Array | string])[] = [
    ['.tar.gz', archive],
    ...(signature === undefined ? [] : [['.tar.gz.sig', signature] as const]),
    ...(map === undefined ? [] : [['.map.json', map] as const]),
  ];
  try {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    const stem = await freeStem(join(folder, name), ['.tar.gz', '.tar.gz.sig', '.map.json']);
    await writeAll(files.map(([ending, content]) => [`${stem}${ending}`, content]));
    return {
      archive: `${stem}.tar.gz`,
      signature: signature === undefined ? undefined : `${stem}.tar.gz.sig`,
      map: map === undefined ? undefined : `${stem}.map.json`,
    };
  } catch (error) {
    throw fileTrouble('write the evidence to', folder, error);
  }
}

/** What was answered to an upload, beside the archive. */
export async function writeReceipt(archive: string, receipt: unknown): Promise<string> {
  const beside = archive.replace(/\.tar\.gz$/, '');
  try {
    const stem = await freeStem(`${beside}.receipt`, ['.json']);
    await writeAll([[`${stem}.json`, `${JSON.stringify(receipt, null, 2)}\n`]]);
    return `${stem}.json`;
  } catch (error) {
    throw fileTrouble('write the receipt', `${beside}.receipt.json`, error);
  }
}

async function freeStem(stem: string, endings: readonly string[]): Promise<string> {
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? stem : `${stem}-${count}`;
    const taken = await Promise.all(endings.map((ending) => isTaken(`${candidate}${ending}`)));
    if (!taken.includes(true)) return candidate;
  }
}

async function isTaken(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** What was written before one that fails is taken away again. */
async function writeAll(files: readonly (readonly [string, Uint8Array | string])[]): Promise<void> {
  const written: string[] = [];
  try {
    for (const [path, content] of files) {
      const file = await open(path, 'wx', FILE_MODE);
      written.push(path);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
    }
  } catch (error) {
    for (const path of written) await rm(path, { force: true }).catch(() => undefined);
    throw error;
  }
}
