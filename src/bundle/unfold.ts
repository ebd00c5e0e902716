/** Unfolding takes off the one folder that everything in an archive lies in, as `tar` makes it of a folder. */
import { SIDES } from '../ipsec/side.ts';

/** What a Mac packs beside the files. */
const NOT_OURS = /^(?:__MACOSX\/|\.|.*\/\._)/;

export function unfold<File extends { path: string }>(files: readonly File[]): File[] {
  const ours = files.filter(({ path }) => !NOT_OURS.test(path));
  const tops = new Set(ours.map(({ path }) => path.slice(0, path.indexOf('/') + 1)));
  const [top = ''] = tops;
  const isSide = SIDES.some((side) => top === `${side}/`);
  return tops.size !== 1 || top === '' || isSide ? ours : ours.map((file) => ({ ...file, path: file.path.slice(top.length) }));
}
