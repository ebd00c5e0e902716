/** Time doubts are what a reader must know of two records before anything else: a clock that was set back within one, and records that are of different times. */
import type { Doubt } from '../bundle/bundle.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import { isSinceStart, type RecordedEvent, UNTOLD_STEP_MS } from './clock-step.ts';
import type { ClockEstimate } from './model.ts';
import type { PeerRecord } from './record.ts';
import { printSpan } from './span.ts';

/** Stamps of unknown zones lie apart by less. */
const ZONES_MAX_MS = 26 * 3_600_000;
/** A record that ends so shortly before the other begins may have been printed in a row. [L] */
const APART_MIN_MS = 60_000;
/** Stamps whose year nobody knows are read in an earlier one. */
const YEARS_KNOWN_FROM = Date.UTC(1976, 0);
/** A clock that was never set begins in 1993 or 2002. [C Cisco IOS, calendar of devices without a battery] */
const CLOCK_SET_FROM = Date.UTC(2003, 0);

/** Of the order of lines as the files have them, before the events are laid in order. */
export function doubtsOfOrder(records: Record<Side, PeerRecord>): Doubt[] {
  return SIDES.flatMap((side) => setBack(records[side]));
}

/** A message that both saw is of one time, whatever their clocks say. */
export function doubtsOfTime(records: Record<Side, PeerRecord>, { matches }: Pick<ClockEstimate, 'matches'>): Doubt[] {
  return matches > 0 ? [] : apart(records);
}

/** Between which lines of a file no message tells that the stamps go back, and those behind go on from there. */
function setBack({ side, events }: PeerRecord): Doubt[] {
  if (!events.some(({ stepMs }) => stepMs >= UNTOLD_STEP_MS)) return [];
  const lastOf = new Map<string, RecordedEvent>();
  const doubts: Doubt[] = [];
  for (const next of events) {
    const { file, line, at } = next.event;
    if (at === null) continue;
    const backMs = backBetween(lastOf.get(file), next);
    lastOf.set(file, next);
    if (backMs === undefined) continue;
    const why = `goes back by ${printSpan(backMs)} at line ${line}: the clock was set back, so that the times before it are not those of the lines behind it`;
    doubts.push({ side, file, why });
  }
  return doubts;
}

function backBetween(before: RecordedEvent | undefined, after: RecordedEvent): number | undefined {
  if (before?.event.at == null || after.event.at === null || before.stepMs - after.stepMs < UNTOLD_STEP_MS) return undefined;
  const backMs = before.event.at - after.event.at;
  return backMs > 0 && !isSinceStart(after.event.at) ? backMs : undefined;
}

/** Of what happened while one of them recorded, the other says nothing. */
function apart(records: Record<Side, PeerRecord>): Doubt[] {
  return SIDES.flatMap((side) => {
    const [own, later] = [records[side], records[other(side)]];
    if (own.toAt === null || later.fromAt === null || !areOfOneCalendar(own.toAt, later.fromAt)) return [];
    const gapMs = later.fromAt - own.toAt;
    const areKnown = own.stampedIn.isKnown && later.stampedIn.isKnown;
    if (gapMs < (areKnown ? APART_MIN_MS : ZONES_MAX_MS)) return [];
    const why = `ends ${printSpan(gapMs)} before that of the other router begins: the two are not of the same time, and neither says what happened during the other`;
    return [{ side, file: namesOf(own), why }];
  });
}

function areOfOneCalendar(one: number, two: number): boolean {
  const areWithoutYear = [one, two].every((at) => !isSinceStart(at) && at < YEARS_KNOWN_FROM);
  return areWithoutYear || [one, two].every((at) => at >= CLOCK_SET_FROM);
}

function namesOf({ logs }: PeerRecord): string {
  return logs.map(({ file }) => file).join(' and ');
}
