/** Listening is the ledger of what each side surely heard: by debug family from when to when, and where nothing is missing; silence means something there only. */
import { type LogCounters, lostIn } from '../ios/logging.ts';
import type { EventKind } from '../ipsec/event.ts';
import type { Side } from '../ipsec/side.ts';

interface Span {
  fromAt: number;
  toAt: number;
}

/** A stretch of one device's own clock, as it stands at the end of its record. */
export interface Stretch extends Span {
  /** What says so, in words: `from its first to its last line`, `switched on and off on record`. */
  why: string;
}

/** The parts of the stretches that lie outside of the gaps. */
export function without(gaps: readonly Span[], stretches: readonly Stretch[]): Stretch[] {
  return gaps.reduce<Stretch[]>(
    (left, gap) =>
      left.flatMap((stretch) => {
        if (gap.toAt < stretch.fromAt || gap.fromAt > stretch.toAt) return [stretch];
        const parts = [
          { ...stretch, toAt: gap.fromAt },
          { ...stretch, fromAt: gap.toAt },
        ];
        return parts.filter((part) => part.fromAt < part.toAt && part.fromAt >= stretch.fromAt && part.toAt <= stretch.toAt);
      }),
    [...stretches],
  );
}

/** One debug family of one side; `syslog` is the log itself. */
export interface HeardFamily {
  family: string;
  /** It surely listened; in order, apart from each other. */
  heard: Stretch[];
  /** It surely did not: the record says that it was switched off, or that the device started. */
  deaf: Stretch[];
  /** Nobody knows whether it listened: what it prints at equal intervals stopped while other lines came, its debugs were narrowed to other peers, or it did not print what the other side shows it answered. */
  silent?: Stretch[] | undefined;
}

/** What one side's logs say of their own completeness. */
export interface Listening {
  families: HeardFamily[];
  /** By debug family, or vendor, the kinds of event that its lines tell in this record. */
  printed: Readonly<Record<string, readonly EventKind[]>>;
  /** Debugs that `show debugging` lists at its end and that printed nothing: since when they were on nobody knows. */
  silentAtEnd?: string[];
  /** Numbered without a gap: nothing is missing within. */
  numbered: Span[];
  gaps: Stretch[];
  /** Set when the buffer had let go of older messages: the record begins where it says. */
  beginsLate: { at: number; why: string } | null;
  /** True where the log holds fewer messages than the router counted though its buffer had room: it was cleared, or a part of it is left. */
  isExcerpt?: boolean | undefined;
  /** Messages that such a log lacks though it holds most of what the router counted: they were taken out of it, and nobody knows where. */
  takenOut?: number | undefined;
  /** `show logging` of itself, as often as it stands in the record, in its order. */
  counters: LogCounters[];
  /** Messages that it lost between the first and the last of them, or since it started where it lost none; null when nobody knows. */
  lostBetween: number | null;
  /** True when one of its logs was looked at in places only, or came through a filter: then nothing of it is proven complete. */
  isSampled?: boolean | undefined;
  clockSteps: { at: number | null; fromAt: number | null; toAt: number | null }[];
}

export type Answer = 'yes' | 'no' | 'unknown';

/** A stretch of the common clock, which is a's. */
export interface Asked {
  side: Side;
  fromMs: number;
  toMs: number;
}

/** What of a timeline answers; b's clock is reached by the offset. */
interface Ledger {
  listening: Record<Side, Listening>;
  clock: { offsetMs: number | null };
}

/** Did this side surely listen all the time? Whoever asks by another side's event widens the span by that event's uncertainty. */
export function listened(ledger: Ledger, { family, ...asked }: Asked & { family: string }): Answer {
  const span = onOwnClock(ledger, asked);
  const { families, numbered, lostBetween, takenOut = 0 } = ledger.listening[asked.side];
  const found = families.find((each) => each.family === family);
  if (span === undefined || found === undefined) return 'unknown';
  // The router counted messages that never reached the log, or that were taken out of it: only sequence numbers tell where.
  if (((lostBetween ?? 0) > 0 || takenOut > 0) && !numbered.some((stretch) => covers(stretch, span))) return 'unknown';
  if (found.heard.some((stretch) => covers(stretch, span))) return 'yes';
  return found.deaf.some((stretch) => covers(stretch, span)) ? 'no' : 'unknown';
}

/** Is nothing missing from this side's log within the span, for certain? */
export function isComplete(ledger: Ledger, asked: Asked): Answer {
  const span = onOwnClock(ledger, asked);
  if (span === undefined) return 'unknown';
  const { numbered, gaps, lostBetween, families, beginsLate, isExcerpt } = ledger.listening[asked.side];
  if (numbered.some((stretch) => covers(stretch, span))) return 'yes';
  if (gaps.some((gap) => gap.fromAt <= span.toAt && gap.toAt >= span.fromAt)) return 'no';
  if (beginsLate !== null && span.fromAt < beginsLate.at) return 'no';
  if (isExcerpt === true) return 'unknown';
  const log = families.find(({ family }) => family === LOG_ID);
  return lostBetween === 0 && log?.heard.some((stretch) => covers(stretch, span)) ? 'yes' : 'unknown';
}

/** True where the router counts messages that never reached its log, or that it does not show though its buffer had room, at a time that nothing tells: what it does not show within the span may be one of them. */
export function mayLack(ledger: Ledger, asked: Asked): boolean {
  const { numbered, lostBetween, counters, isExcerpt } = ledger.listening[asked.side];
  const span = onOwnClock(ledger, asked);
  if (span !== undefined && numbered.some((stretch) => covers(stretch, span))) return false;
  if (isExcerpt === true) return true;
  return lostBetween === null ? counters.some((each) => lostIn(each) > 0) : lostBetween > 0;
}

/** A router loses a handful when it starts, and more than these only in floods. [L] samples show-logging */
export const HOLES_MIN = 100;
/** Of a log that lost fewer than one message in a hundred, hardly ever just the line that is looked for. [L] */
const HOLES_SHARE = 0.01;

/** True where the router lost so many messages that what its log does not show is no more than a hint. */
export function isFullOfHoles(ledger: Ledger, asked: Asked): boolean {
  const { counters, lostBetween } = ledger.listening[asked.side];
  const last = counters.at(-1);
  if (last === undefined || !mayLack(ledger, asked)) return false;
  const lost = lostBetween ?? lostLately(counters);
  return lost >= HOLES_MIN && (last.buffered === null || lost / (lost + last.buffered) >= HOLES_SHARE);
}

/** What two headers of different times differ by; else all since the router started. */
function lostLately(counters: readonly LogCounters[]): number {
  const [first, last] = [counters[0], counters.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const since = lostIn(last) - lostIn(first);
  return since < 0 || first.buffered === last.buffered ? lostIn(last) : since;
}

/** The log itself, which every message of a severity that is logged reaches. */
export const LOG_ID = 'syslog';

function onOwnClock({ clock }: Ledger, { side, fromMs, toMs }: Asked): Span | undefined {
  const shiftMs = side === 'a' ? 0 : clock.offsetMs;
  return shiftMs === null ? undefined : { fromAt: fromMs + shiftMs, toAt: toMs + shiftMs };
}

function covers(stretch: Span, span: Span): boolean {
  return stretch.fromAt <= span.fromAt && span.toAt <= stretch.toAt;
}
