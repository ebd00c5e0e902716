/** An older piece stands below a newer one of the same log, as `cat new old` leaves it: told by its numbers, by the SAs that it makes, or because it ends where the newer begins. */
import type { Message } from './messages.ts';

/** A log that is rotated by size goes on at once. [L] */
const AT_ONCE_MS = 60_000;
/** Where a clock was set back, the stretch behind it ends anywhere: so near to the beginning of the other by chance alone. [L] */
const NEAR_SHARE = 0.05;
const HOUR_MS = 3_600_000;
/** Behind the end of summer time the first message comes within this. [L] */
const SUMMER_MS = 600_000;
/** A year that nobody prints changes: by their stamps January stands before December. */
export const HALF_YEAR_MS = 183 * 24 * HOUR_MS;
/** `IPSEC(create_sa): sa created,` with `sa_spi= 0x730C2FF8(1930178552), ` below it */
const BORN = /sa created,[\s\S]*?sa_spi= ?0x([0-9A-Fa-f]{1,8})\b/;
const STARTED = /%SYS-5-(?:RESTART|RELOAD)\b/;

/** Of which nothing lies among what stands above it, and something tells that it came before that. */
export function isOlder(own: readonly Message[], above: readonly Message[], lines: readonly string[]): boolean {
  const [first, last] = [above.find(hasTime), above.findLast(hasTime)];
  const begun = own.find(hasTime);
  if (first === undefined || last === undefined || begun === undefined || begun.clock === '') return false;
  const [before, between] = [own.filter((each) => hasTime(each) && each.at < first.at), insideOf(own, first.at, last.at)];
  const end = before.at(-1);
  if (end?.at === undefined || between > 0 || last.at - begun.at > HALF_YEAR_MS) return false;
  const numbered = byNumber(before, above);
  if (numbered !== undefined) return numbered;
  const born = bySas(own, above, lines);
  if (born !== undefined) return born;
  return endsThere({ gapMs: first.at - end.at, stepMs: last.at - begun.at }, begun.clock) && !hasStarted([...own, ...above], lines);
}

function hasTime(message: Message): message is Message & { at: number } {
  return message.at !== undefined;
}

function insideOf(messages: readonly Message[], fromAt: number, toAt: number): number {
  return messages.filter(({ at }) => at !== undefined && at >= fromAt && at <= toAt).length;
}

/** Undefined where one of the two has none. */
function byNumber(own: readonly Message[], above: readonly Message[]): boolean | undefined {
  const last = own.findLast(({ sequence }) => sequence !== undefined)?.sequence;
  const first = above.find(({ sequence }) => sequence !== undefined)?.sequence;
  return last === undefined || first === undefined ? undefined : last < first;
}

/** SPIs are taken at random: that of an SA which is made now was in nobody's mouth before. [C RFC 4301 4.1] */
function bySas(own: readonly Message[], above: readonly Message[], lines: readonly string[]): boolean | undefined {
  const isOf = (born: readonly Message[], named: readonly Message[]) => {
    const spis = spisBornIn(born, lines);
    return spis.length > 0 && namesAny(named, spis, lines);
  };
  if (isOf(above, own)) return false;
  return isOf(own, above) ? true : undefined;
}

function spisBornIn(messages: readonly Message[], lines: readonly string[]): string[] {
  return messages.flatMap((message) => BORN.exec(textOf(message, lines))?.[1]?.toLowerCase() ?? []);
}

function namesAny(messages: readonly Message[], spis: readonly string[], lines: readonly string[]): boolean {
  const pattern = new RegExp(`(?<![0-9A-Fa-f])(?:${spis.join('|')})(?![0-9A-Fa-f])`, 'i');
  return messages.some((message) => pattern.test(textOf(message, lines)));
}

function textOf({ from, to }: Message, lines: readonly string[]): string {
  return lines.slice(from, to).join('\n');
}

function endsThere({ gapMs, stepMs }: { gapMs: number; stepMs: number }, clock: string): boolean {
  const isSummerEnd = clock.startsWith(' ') && stepMs <= HOUR_MS && HOUR_MS - stepMs < SUMMER_MS;
  return !clock.includes('*') && !isSummerEnd && gapMs <= Math.min(AT_ONCE_MS, stepMs * NEAR_SHARE);
}

function hasStarted(messages: readonly Message[], lines: readonly string[]): boolean {
  return messages.some((message) => STARTED.test(lines[message.from] ?? ''));
}
