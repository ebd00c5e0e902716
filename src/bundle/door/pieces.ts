/** Pieces are stretches of one record that a file holds in another order than that in which they were printed: live lines above `show logging`, the newer of two rotated files above the older. */
import { mergePieces } from './merge-pieces.ts';
import type { Message } from './messages.ts';
import { HALF_YEAR_MS, isOlder } from './older-piece.ts';
import { DISORDER_MS, type SetBack, within } from './set-back.ts';

interface Told {
  /** Those that stand above, too. */
  repeats: ReadonlySet<Message>;
  set: SetBack;
  lines: readonly string[];
}

/** Nobody pastes more: what steps back more often is a mixture. [L] */
const PIECES_MAX = 20;

/** Without the repeats. Behind a clock that was set, what follows is later, whatever its stamps are. */
export function inOrderOfPieces(messages: readonly Message[], told: Told): { ordered: Message[]; isMoved: boolean } {
  const ordered = epochsOf(messages, told).flat();
  const isMoved = ordered.some(({ from }, at) => from < (ordered[at - 1]?.from ?? 0));
  return { ordered, isMoved };
}

/** Each in order by itself. */
function epochsOf(messages: readonly Message[], told: Told): Message[][] {
  const fresh = (stretch: readonly Message[]) => stretch.filter((each) => !told.repeats.has(each));
  const stretches = stretchesOf(messages, told.repeats);
  if (stretches.length > PIECES_MAX || isOverNewYear(stretches)) return [fresh(messages)];
  const epochs: Message[][] = [];
  for (const stretch of stretches) {
    const above = epochs.at(-1);
    if (above !== undefined && isPiece(stretch, above, told)) epochs[epochs.length - 1] = mergePieces(above, stretch, told.repeats);
    else epochs.push(fresh(stretch));
  }
  return epochs;
}

/** Lines of one device stand a little out of order: a new stretch begins where the stamps go back by more, or where what stands above comes again. */
function stretchesOf(messages: readonly Message[], repeats: ReadonlySet<Message>): Message[][] {
  const again = new Set(messages.filter((each) => repeats.has(each)).map(({ section }) => section));
  const stretches: Message[][] = [[]];
  let last: Message | undefined;
  for (const message of messages) {
    const isNext = last?.at !== undefined && message.at !== undefined && message.section !== last.section;
    if (isNext && (backMs(last, message) > DISORDER_MS || again.has(message.section))) stretches.push([]);
    stretches.at(-1)?.push(message);
    if (message.at !== undefined) last = message;
  }
  return stretches;
}

function isOverNewYear(stretches: readonly Message[][]): boolean {
  const begins = stretches.map((stretch) => stretch.find(({ at }) => at !== undefined));
  const ends = stretches.map((stretch) => stretch.findLast(({ at }) => at !== undefined));
  return begins.some((begin, place) => begin !== undefined && backMs(ends[place - 1], begin) > HALF_YEAR_MS);
}

function backMs(last: Message | undefined, message: Message): number {
  return (last?.at ?? 0) - (message.at ?? 0);
}

/** Of one record with those above it. */
function isPiece(stretch: readonly Message[], above: readonly Message[], { repeats, set, lines }: Told): boolean {
  const [first] = stretch;
  if (first === undefined || set.has(first.section) || !isOneClock([...above, ...stretch])) return false;
  const [here, there] = [within(stretch, above), within(above, stretch)];
  const copies = here.filter((each) => repeats.has(each)).length;
  return copies > 0 ? copies * 2 >= Math.min(here.length, there.length) : isOlder(stretch, above, lines);
}

function isOneClock(messages: readonly Message[]): boolean {
  const clocks = new Set(messages.flatMap(({ at, clock }) => (at === undefined ? [] : [clock])));
  return clocks.size === 1;
}
