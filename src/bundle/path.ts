/** A path inside a bundle never leads out of it, on any system, and begins below what the bundle was packed in. */
import { SIDES } from '../ipsec/side.ts';

/** `C:\logs`, `C:x`: a path of another system. */
const DRIVE = /^[A-Za-z]:/;

export function leadsOut(path: string): boolean {
  return path.startsWith('/') || path.includes('\\') || DRIVE.test(path) || partsOf(path).includes('..');
}

/** Without the parts that mean nothing: `./a//x` is `a` and `x`. */
export function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '.' && part !== '');
}

/** `0123abcd.unfinished-4711-1`, a bundle that process 4711 is writing, or was when it ended; without a number nobody is. */
export const UNFINISHED = /\.unfinished(?:-(\d{1,10})-\d+)?$/;

/** What a Mac packs beside the files. */
const NOT_OURS = /^(?:__MACOSX\/|\.|.*\/\._)/;

/** A file of every bag, at its top. [C] RFC 8493 2.1.1 */
const BAG_FILE = 'bagit.txt';

/** What a bag carries instead of the bag: of an evidence archive the bundle alone, for its reports cite the same lines once more. */
export function unbag<File extends { path: string }>(files: readonly File[]): File[] {
  const [bag, ...more] = files.filter(({ path }) => path === BAG_FILE || path.endsWith(`/${BAG_FILE}`));
  if (bag === undefined || more.length > 0) return [...files];
  const top = bag.path.slice(0, -BAG_FILE.length);
  const payload = `${top}data/`;
  const bundle = `${payload}bundle/`;
  const carried = files.some(({ path }) => path.startsWith(bundle)) ? bundle : payload;
  return files.flatMap((file) => {
    if (!file.path.startsWith(top)) return [file];
    return file.path.startsWith(carried) ? [{ ...file, path: file.path.slice(carried.length) }] : [];
  });
}

/** Without the one folder that everything in an archive lies in, as `tar` makes it of a folder. */
export function unfold<File extends { path: string }>(files: readonly File[]): File[] {
  const ours = files.filter(({ path }) => !NOT_OURS.test(path));
  const tops = new Set(ours.map(({ path }) => path.slice(0, path.indexOf('/') + 1)));
  const [top = ''] = tops;
  const isSide = SIDES.some((side) => top === `${side}/`);
  return tops.size !== 1 || top === '' || isSide ? ours : ours.map((file) => ({ ...file, path: file.path.slice(top.length) }));
}
