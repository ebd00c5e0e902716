/** Reading what was confirmed takes the file beside a bundle; most bundles have none. */
import { readFile } from 'node:fs/promises';
import { codeOf, fileTrouble } from '../../file-trouble.ts';
import { type Confirmed, confirmedPath, NOTHING_CONFIRMED, parseConfirmed } from './confirmed.ts';

export async function readConfirmed(bundle: string): Promise<Confirmed> {
  const path = confirmedPath(bundle);
  try {
    return parseConfirmed(await readFile(path, 'utf8'), path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') return NOTHING_CONFIRMED;
    throw fileTrouble('read', path, cause);
  }
}
