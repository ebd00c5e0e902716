/** Uploads are bundles that somebody hands to the page: written into a folder of their own, judged apart, and gone as soon as that is done. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { FlaptrapError, printError } from '../errors.ts';
import { plainName } from '../plain-text.ts';
import type { Judge } from './judge.ts';
import type { Judgement } from './judge-worker.ts';

export interface JudgedUpload extends Judgement {
  id: string;
  name: string;
  /** Whose it is: nobody else is shown it. */
  owner: string;
  /** ISO 8601. */
  at: string;
}

const FILES_MAX = 40;
/** Their reports are held in memory. */
const KEPT_BYTES_MAX = 256 * 1024 * 1024;
const KEPT_MAX = 32;

export class Uploads {
  readonly #folder: string;
  readonly #judge: Judge;
  readonly #kept: JudgedUpload[] = [];

  constructor(folder: string, judge: Judge) {
    this.#folder = folder;
    this.#judge = judge;
  }

  find(id: string, owner: string): JudgedUpload | undefined {
    return this.#kept.find((each) => each.id === id && each.owner === owner);
  }

  of(owner: string): readonly JudgedUpload[] {
    return this.#kept.filter((each) => each.owner === owner);
  }

  /** Throws `input` when it is no bundle; nothing of it stays on the disk. */
  async take(files: readonly File[], { id, owner, at }: Pick<JudgedUpload, 'id' | 'owner' | 'at'>): Promise<JudgedUpload> {
    if (files.every(({ size }) => size === 0))
      throw new FlaptrapError('input', 'no file was chosen', { next: 'choose an archive, or the logs of both routers' });
    if (files.length > FILES_MAX)
      throw new FlaptrapError('input', `these are ${files.length} files; ${FILES_MAX} at most are judged together`, { next: 'pack them' });
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(this.#folder, 'upload-'));
    try {
      const paths = await writeAll(files, folder);
      const judgement = await this.#judge(paths);
      const judged = { ...judgement, odd: judgement.odd.replaceAll(`${folder}${sep}`, ''), id, owner, at, name: namesOf(files) };
      this.#keep(judged);
      return judged;
    } catch (error) {
      // Where it lay for a moment is nobody's business.
      if (error instanceof FlaptrapError) throw new FlaptrapError(error.code, printError(error).replaceAll(`${folder}${sep}`, ''));
      throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  #keep(judged: JudgedUpload): void {
    this.#kept.unshift(judged);
    let bytes = 0;
    const end = this.#kept.findIndex(({ report }, index) => {
      bytes += report.length;
      return index > 0 && (bytes > KEPT_BYTES_MAX || index >= KEPT_MAX);
    });
    if (end > 0) this.#kept.splice(end);
  }
}

/** Under names of ours: a stranger's name is no path. Two of one name get a number. */
async function writeAll(files: readonly File[], folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [index, file] of files.entries()) {
    const name = plainName(file.name);
    const path = join(folder, paths.some((each) => each === join(folder, name)) ? `${index}-${name}` : name);
    await writeFile(path, Buffer.from(await file.arrayBuffer()), { flag: 'wx', mode: 0o600 });
    paths.push(path);
  }
  return paths;
}

function namesOf(files: readonly File[]): string {
  const [first, ...others] = files;
  return others.length === 0 ? (first?.name ?? '') : `${first?.name} and ${others.length} more`;
}
