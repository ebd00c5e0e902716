/** The home of a file is the side whose router printed it: its folder says so, or a name in its path, or what stands in it. */
import { SIDES, type Side } from '../../ipsec/side.ts';
import { isOfAnother } from './another-router.ts';
import { routerIn, stemOf } from './file-name.ts';
import { bareName, type Speakers, sideByAddress } from './speaker.ts';

/** Below `a/` or `b/`. */
export function folderOf(path: string): Side | undefined {
  return SIDES.find((side) => path.startsWith(`${side}/`));
}

/** `hq/show_logging.txt`, `dc-rtr-01.log`, `R1-crypto-ipsec-sa.txt`, `logs_198.51.100.1.log`: a router's name or address in the path, and no other's. */
export function sideByPath(path: string, speakers: Speakers): Side | undefined {
  const words = path.split(/[\s/_:,;()]+|-(?=[A-Za-z])|\.(?=[A-Za-z]+$)/).filter((word) => word !== '');
  const names = [...words, stemOf(path), routerIn(path) ?? ''];
  const sides = new Set(names.flatMap((word) => speakers.get(bareName(word)) ?? speakers.get(word.toLowerCase()) ?? []));
  const [only] = sides;
  return sides.size === 1 ? only : undefined;
}

/** `hostname hq`, `hq uptime is 1 day` */
export const SAYS_NAME = /^(?:hostname (\S{1,63})|(\S{1,63}) uptime is )/m;

/** By its host name, or by the addresses that it calls its own. `called`: by a prompt or by its file's name. */
export function sideByText(lines: readonly string[], speakers: Speakers, called?: string): Side | undefined {
  const said = SAYS_NAME.exec(lines.join('\n'));
  const named = said === null ? undefined : speakers.get(bareName(said[1] ?? said[2] ?? ''));
  if (named !== undefined) return named;
  const names = called === undefined ? [] : [called];
  const told = lines.filter((line) => !isOfAnother(line, names, speakers));
  const heard = new Set(told.flatMap((line) => sideByAddress(line, speakers) ?? []));
  const [only] = heard;
  return heard.size === 1 ? only : undefined;
}

/** How a citation calls it: by its name in the side's folder, or by the way there. */
export function nameFrom(side: Side, path: string): string {
  return path.startsWith(`${side}/`) ? path.slice(side.length + 1) : `../${path}`;
}
