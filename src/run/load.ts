/** Loading the page gives flaptrap.html as it stands beside the program, and a bundle in what a report on that page needs. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import type { Bundle } from '../bundle/bundle.ts';
import { fileTrouble } from '../file-trouble.ts';
import type { Enclosure } from '../report/picture/enclose.ts';

/** The same two folders up from src/run and from dist/run. */
const PAGE = fileURLToPath(new URL('../../page/flaptrap.html', import.meta.url));

/** Throws `input` when the program was not built, or its installation is damaged. */
export function loadPage(): string {
  try {
    return readFileSync(PAGE, 'utf8');
  } catch (error) {
    throw fileTrouble('read the page', PAGE, error);
  }
}

export function loadEnclosure(bundle: Bundle): Enclosure {
  return { bundle, page: loadPage(), pack: (text) => deflateRawSync(text, { level: 9 }).toString('base64') };
}
