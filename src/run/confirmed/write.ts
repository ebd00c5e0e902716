/** Writing what was confirmed puts the file beside the bundle, whole or not at all. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { fileTrouble } from '../../file-trouble.ts';
import { type Confirmed, confirmedPath } from './confirmed.ts';

/** As the bundle: readable for its owner alone. */
const FILE_MODE = 0o600;

/** Gives the path. */
export async function writeConfirmed(bundle: string, confirmed: Confirmed): Promise<string> {
  const path = confirmedPath(bundle);
  const part = `${path}.unfinished`;
  try {
    await rm(part, { force: true });
    await writeFile(part, `${JSON.stringify(confirmed, null, 2)}\n`, { mode: FILE_MODE, flag: 'wx' });
    await rename(part, path);
    return path;
  } catch (cause) {
    throw fileTrouble('write', path, cause);
  }
}
