/** Copies are found by what stands in both folders: two routers never print the same, so one of the two files is not of its router. */
import { other, SIDES, type Side } from '../ipsec/side.ts';
import type { Bundle, BundleFile, Doubt } from './bundle.ts';
import { sideByText } from './door/home.ts';
import type { Speakers } from './door/speaker.ts';

/** `*Mar  1 00:00:01.000: %SYS-5-CONFIG_I: …`: a time, and enough behind it that another router does not print the same. */
export const STAMPED = /\d{2}:\d{2}:\d{2}.{12}/;
/** `local crypto endpt.: 192.0.2.1`, `srcaddr=…, destaddr=192.0.2.1`, `hostname hq`, `hq uptime is 1 day`: the router itself. */
export const SPEAKS_OF_ITSELF = /\blocal\b.{0,40}[\da-f]{1,4}[.:][\da-f]{0,4}[.:]|\bdestaddr ?=|^hostname |^\S+ uptime is /im;
/** Lines at so many places of a file stand for the whole. */
const SAMPLE_PLACES = 1000;
/** Fewer may be the same by chance. */
const SAME_LINES_MIN = 3;
/** Two records of one tunnel share no line; a copy that was edited shares most. */
const SAME_SHARE_MIN = 0.5;

/**
 * A copy whose own lines all speak for the other router stands in the wrong folder: a router does not receive from itself, and nothing is heard
 * twice. Where no line says whose it is, its name may say that it is the copy; where that does not either, both stay, each in doubt.
 */
export function withoutStrays(sides: Record<Side, BundleFile[]>, copies: readonly Doubt[], speakers: Speakers): Record<Side, BundleFile[]> {
  const isStray = (side: Side, { name, text }: BundleFile) =>
    copies.some((copy) => copy.side === side && copy.file === name) && isOfOther(side, { name, text }, speakers);
  return { a: sides.a.filter((file) => !isStray('a', file)), b: sides.b.filter((file) => !isStray('b', file)) };
}

/** `copy_of_show_logging.txt`, `show_logging - Copy.txt`, `show_logging (1).txt`, `show_logging_copy.txt`: as desktops name copies. */
export const COPY_NAME = /^copy[ _]of[ _]|[ _-]copy(?: ?\(\d{1,3}\))?\.\w+$| ?\(\d{1,3}\)\.\w+$/i;

function isOfOther(side: Side, { name, text }: Pick<BundleFile, 'name' | 'text'>, speakers: Speakers): boolean {
  const speaks = sideByText(text.split('\n'), speakers);
  return speaks === undefined ? COPY_NAME.test(name) : speaks !== side;
}

export function findCopies({ sides }: Pick<Bundle, 'sides'>): Doubt[] {
  const pairs = [...sameTexts(sides), ...sameLines(sides, 'a'), ...sameLines(sides, 'b')];
  const seen = new Set<string>();
  return pairs
    .flatMap((pair) => SIDES.map((side) => ({ side, file: pair[side], twin: `${other(side)}/${pair[other(side)]}`, how: pair.how })))
    .flatMap(({ side, file, twin, how }) => {
      if (seen.has(`${side}/${file}`)) return [];
      seen.add(`${side}/${file}`);
      return [{ side, file, why: `is ${how} ${twin}: two routers never print the same, so one of the two is a copy in the wrong folder` }];
    });
}

interface Pair extends Record<Side, string> {
  how: string;
}

/** `show ntp status` or `show crypto isakmp sa` may be the same on both. [C] What says who it is may not. */
function sameTexts(sides: Record<Side, BundleFile[]>): Pair[] {
  const known = new Map(sides.a.map(({ name, text }) => [bare(text), name]));
  return sides.b.flatMap(({ name, text }) => {
    const twin = text === '' ? undefined : known.get(bare(text));
    return twin === undefined || !SPEAKS_OF_ITSELF.test(text) ? [] : [{ a: twin, b: name, how: 'the same as' }];
  });
}

function bare(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r', '').trimEnd() : text.trimEnd();
}

/** Files of the other side that hold most lines of a file of this one. */
function sameLines(sides: Record<Side, BundleFile[]>, side: Side): Pair[] {
  const samples = sides[side]
    .map(({ name, text }) => ({ name, lines: sampleOf(text) }))
    .filter(({ lines }) => lines.size >= SAME_LINES_MIN);
  const owners = new Map<string, Set<string>>();
  for (const { name, lines } of samples) for (const line of lines) owners.set(line, (owners.get(line) ?? new Set()).add(name));
  if (owners.size === 0) return [];
  return sides[other(side)].flatMap((file) => {
    const met = meet(file.text, owners);
    return samples
      .filter(({ name, lines }) => (met.get(name)?.size ?? 0) >= Math.max(SAME_LINES_MIN, lines.size * SAME_SHARE_MIN))
      .map(({ name }) => ({ a: side === 'a' ? name : file.name, b: side === 'b' ? name : file.name, how: 'mostly the same as' }));
  });
}

/** Lines with a time, from places spread evenly over the text. */
function sampleOf(text: string): Set<string> {
  const lines = new Set<string>();
  const step = Math.max(1, text.length / SAMPLE_PLACES);
  for (let place = 0, end = -1; place < text.length; place += step) {
    // In a short text many places are in one line.
    if (place <= end) continue;
    const at = text.lastIndexOf('\n', place) + 1;
    const next = text.indexOf('\n', place);
    end = next === -1 ? text.length : next;
    const line = lineAt(text, at, end);
    if (STAMPED.test(line)) lines.add(line);
  }
  return lines;
}

/** By file: which of its lines stand in the text. */
function meet(text: string, owners: ReadonlyMap<string, ReadonlySet<string>>): Map<string, Set<string>> {
  const met = new Map<string, Set<string>>();
  for (let at = 0, end = 0; end !== -1; at = end + 1) {
    end = text.indexOf('\n', at);
    const line = lineAt(text, at, end);
    const names = owners.get(line);
    if (names !== undefined) for (const name of names) met.set(name, (met.get(name) ?? new Set()).add(line));
  }
  return met;
}

/** However it ends: a terminal on Windows adds a carriage return. */
function lineAt(text: string, at: number, end: number): string {
  const last = end === -1 ? text.length : end;
  return text.slice(at, text.charCodeAt(last - 1) === CARRIAGE_RETURN ? last - 1 : last);
}

const CARRIAGE_RETURN = 13;
