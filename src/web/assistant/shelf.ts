/** The shelf is the folder of bundles that an assistant may ask about; what is not found on it has no name that leads anywhere. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FlaptrapError } from '../../errors.ts';
import { fileTrouble } from '../../file-trouble.ts';
import { judgeBundle } from '../../run/judge-bundle.ts';
import type { Judged } from '../../run/judge-read.ts';

export interface Shelf {
  /** The newest name last. */
  names(): Promise<string[]>;
  judge(name: string): Promise<Judged>;
}

const ARCHIVE = /\.(?:tar|tar\.gz|tgz|zip)$/;
const NAMES_MAX = 2000;

/** `now` in ms since 1970. */
export function openShelf(folder: string, now: () => number): Shelf {
  return {
    names: () => namesIn(folder),
    judge: async (name) => {
      const known = (await namesIn(folder)).find((each) => each === name);
      if (known !== undefined) return judgeBundle(join(folder, known), now());
      throw new FlaptrapError('input', `there is no bundle ${name} on the shelf`, { next: 'choose one of those that list_bundles gives' });
    },
  };
}

/** Folders and archives, without those that are hidden or still being written. */
async function namesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw fileTrouble('look into', folder, error);
  });
  return found
    .filter((each) => !each.name.startsWith('.') && (each.isDirectory() || (each.isFile() && ARCHIVE.test(each.name))))
    .map(({ name }) => name)
    .sort()
    .slice(-NAMES_MAX);
}
