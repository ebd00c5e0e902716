/** Host names at prompts and in configurations say which router printed a file; one of the other router is doubted. */
import type { Bundle, BundleFile, Doubt } from '../bundle/bundle.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';

/** `hq#show logging`, `hq(config)#`, `hostname hq`, `hq uptime is 1 day`. [C] */
export const HOST_NAME =
  /^(?:([A-Za-z][\w.-]{0,62})(?:(?:\([\w-]{1,40}\))?[#>] ?(?:sh(?:ow)?|ter(?:m|minal)?|more|debug|undebug|no debug|clear|conf\w*|end|exit) ?.*| uptime is .*)|hostname (\S{1,63}))$/gm;
/** Prompts stand at the beginning and at the end of what was saved from a terminal. */
const SAMPLE_CHARACTERS = 100_000;

/** Side, file and host name of every file that names one router. */
interface Named {
  side: Side;
  file: string;
  host: string;
}

export function doubtHostNames({ tunnel, sides }: Bundle): Doubt[] {
  const named = SIDES.flatMap((side) => sides[side].flatMap((file) => nameIn(side, file)));
  return named.flatMap(({ side, file, host }) => {
    const [own, their] = [bare(tunnel[side].name), bare(tunnel[other(side)].name)];
    if (host === own) return [];
    const isTheirs = host === their || isSeenAt(other(side), host, named);
    // A router that has no other name here may be called so: only two that differ tell.
    const isAlone = host !== their && !named.some((each) => each.side === side && !isSeenAt(other(side), each.host, named));
    if (!isTheirs || (isAlone && !areAlike(named))) return [];
    return [{ side, file, why: `shows the host name ${host}, not ${tunnel[side].name}: it may be in the wrong folder` }];
  });
}

function isSeenAt(side: Side, host: string, named: readonly Named[]): boolean {
  return named.some((each) => each.side === side && each.host === host);
}

/** Every file names one and the same router. */
function areAlike(named: readonly Named[]): boolean {
  return new Set(named.map(({ host }) => host)).size === 1;
}

/** Of a terminal on which somebody went from router to router nothing is said. */
function nameIn(side: Side, { name: file, text }: BundleFile): Named[] {
  const sample = text.length > 2 * SAMPLE_CHARACTERS ? `${text.slice(0, SAMPLE_CHARACTERS)}\n${text.slice(-SAMPLE_CHARACTERS)}` : text;
  const hosts = new Set([...sample.matchAll(HOST_NAME)].map(([, prompt, configured]) => bare(prompt ?? configured ?? '')));
  const [host] = hosts;
  return hosts.size === 1 && host !== undefined ? [{ side, file, host }] : [];
}

/** `HQ.example.net` is `hq`. */
function bare(name: string): string {
  return name.toLowerCase().split('.')[0] ?? '';
}
