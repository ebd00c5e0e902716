/** Several files that are handed in together each keep the name by which they were given; what is of a bundle's own form keeps its place. */
import { SIDES } from '../ipsec/side.ts';
import type { LeftFile, RawFile } from './taken.ts';
import { TUNNEL_FILE } from './tunnel.ts';

/** `itself`: the path of what was given, when it is no archive; `name`: what it is called among the others. */
export function amongOthers<File extends RawFile | LeftFile>(file: File, itself: string, name: string): File {
  if (file.path === itself) return { ...file, path: name };
  const isOurs = file.path === TUNNEL_FILE || SIDES.some((side) => file.path.startsWith(`${side}/`));
  return isOurs ? file : { ...file, path: `${name}/${file.path}` };
}
