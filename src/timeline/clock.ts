/** The clock estimate is b's clock minus a's, bounded by causality: no message arrives before it was sent. */
import type { ClockProbe } from '../bundle/manifest.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { anchored } from './clock-anchor.ts';
import { type Bound, type Bounds, intersect } from './clock-bound.ts';
import { boundByProbes, boundBySas, type Interval } from './clock-interval.ts';
import { type DpdGroup, groupDpd } from './dpd-group.ts';
import { groupMainMode } from './main-mode.ts';
import { groupsOf, messagesOf } from './message-group.ts';
import type { ClockEstimate } from './model.ts';
import type { PeerRecord } from './record.ts';
import type { StampedIn } from './stamped-in.ts';

/** IKE runs in a process that waits its turn: a message takes at least this from one print to the other. [L, 2 ms in the one published pair] */
export const DELAY_LEAST_MS = 1;
/** One way only, the delay is taken to be below this: IKE sends again after 10 s, and people notice seconds; what takes longer is lost. [L] */
export const DELAY_MOST_MS = 2000;
/** No stamp is believed further than this. */
const UNCERTAINTY_LEAST_MS = 1;

export function estimateClock(records: Record<Side, PeerRecord>, probes: readonly ClockProbe[]): ClockEstimate {
  const named = boundsOf([...groupsOf(records), ...groupDpd(records)]);
  // Main mode prints no id, so it is believed only where nothing better is.
  const mainMode = () => boundsOf(groupMainMode(messagesOf(records), { eventOf: ({ event }) => event, commonAtOf: () => undefined }));
  // `show clock` says nothing of stamps that are of no clock, or of an unknown zone.
  const areOfClocks = SIDES.every((side) => records[side].toAt === null || isOfClock(records[side].stampedIn));
  const probed = areOfClocks ? boundByProbes(probes) : undefined;
  const matched = estimateFromBounds(named, probed) ?? estimateFromBounds(mainMode(), probed);
  if (matched !== undefined) return anchored(matched, records, probed);
  return estimateFromProbes(probed) ?? estimateFromSas(records);
}

function isOfClock({ isKnown, by }: StampedIn): boolean {
  return isKnown && by === 'device';
}

/** What the clocks themselves were when they were asked, whatever the stamps are of. */
export function estimateOfProbes(probes: readonly ClockProbe[]): ClockEstimate | undefined {
  return estimateFromProbes(boundByProbes(probes));
}

function estimateFromSas(records: Record<Side, PeerRecord>): ClockEstimate {
  const made = boundBySas(records);
  if (made === undefined)
    return {
      offsetMs: null,
      uncertaintyMs: null,
      method: 'no IKE message was matched, and the clocks were not read side by side',
      matches: 0,
    };
  return { ...middleOf(made), method: 'the SAs that both routers set up', matches: 0 };
}

function estimateFromProbes(probed: Interval | undefined): ClockEstimate | undefined {
  if (probed === undefined) return undefined;
  return { ...middleOf(probed), method: 'show clock probes', matches: 0 };
}

function middleOf({ fromMs, toMs }: Interval): { offsetMs: number; uncertaintyMs: number } {
  return { offsetMs: (fromMs + toMs) / 2, uncertaintyMs: Math.max((toMs - fromMs) / 2, UNCERTAINTY_LEAST_MS) };
}

/** Each matched message from a to b says: the offset is at most this; each from b to a: at least this. */
export function boundsOf(groups: readonly DpdGroup[]): Bounds {
  const first = boundsBy(groups, ([departure]) => departure);
  const { upperMs, lowerMs } = intersect(first, DELAY_LEAST_MS);
  if (upperMs === undefined || lowerMs === undefined || upperMs - lowerMs <= ROUND_TRIP_MOST_MS) return first;
  // So long a way there and back is none: the copy that arrived left later than the first. [L]
  return boundsBy(
    groups,
    (departures, arrivedAt, from) =>
      departures.find(({ baseAt }) => {
        if (baseAt === null) return false;
        const valueMs = from === 'a' ? arrivedAt - baseAt : baseAt - arrivedAt;
        return from === 'a' ? valueMs - lowerMs <= ROUND_TRIP_MOST_MS : upperMs - valueMs <= ROUND_TRIP_MOST_MS;
      }) ?? departures[0],
  );
}

const ROUND_TRIP_MOST_MS = 2 * DELAY_MOST_MS;

type Choose = (departures: DpdGroup['sent'], arrivedAt: number, from: Side) => DpdGroup['sent'][number] | undefined;

function boundsBy(groups: readonly DpdGroup[], choose: Choose): Bounds {
  const bounds: Bounds = { upper: [], lower: [] };
  for (const { from, sent, received } of groups) {
    received.forEach((arrival, index) => {
      if (arrival.baseAt === null) return;
      // As many arrivals as departures: each has its own.
      const departure = sent.length === received.length ? sent[index] : choose(sent, arrival.baseAt, from);
      if (departure?.baseAt == null) return;
      const precisionMs = Math.max(departure.precisionMs, arrival.precisionMs);
      const differenceMs = arrival.baseAt - departure.baseAt;
      const bound: Bound = {
        valueMs: from === 'a' ? differenceMs : -differenceMs,
        precisionMs,
        at: from === 'a' ? departure.baseAt : arrival.baseAt,
      };
      bounds[from === 'a' ? 'upper' : 'lower'].push(bound);
    });
  }
  return bounds;
}

/** `what` was seen at both ends: logged messages, or captured packets. */
export function estimateFromBounds(
  bounds: Bounds,
  probed: Interval | undefined,
  what: 'messages' | 'packets' = 'messages',
): ClockEstimate | undefined {
  const matches = bounds.upper.length + bounds.lower.length;
  if (matches === 0) return undefined;
  const { upperMs, lowerMs, conflict } = intersect(bounds, what === 'packets' ? 0 : DELAY_LEAST_MS, what);
  const pairs = `${matches} ${matches === 1 ? 'pair' : 'pairs'}`;
  const stated = conflict === undefined ? {} : { conflict };
  if (upperMs !== undefined && lowerMs !== undefined) {
    const interval = { fromMs: Math.min(upperMs, lowerMs), toMs: Math.max(upperMs, lowerMs) };
    return { ...middleOf(interval), method: `matched ${what} (${pairs})`, matches, ...stated };
  }
  const oneWay = { fromMs: lowerMs ?? (upperMs ?? 0) - DELAY_MOST_MS, toMs: upperMs ?? (lowerMs ?? 0) + DELAY_MOST_MS };
  const both = {
    fromMs: Math.max(oneWay.fromMs, probed?.fromMs ?? oneWay.fromMs),
    toMs: Math.min(oneWay.toMs, probed?.toMs ?? oneWay.toMs),
  };
  if (probed !== undefined && both.fromMs <= both.toMs)
    return { ...middleOf(both), method: `show clock probes and matched ${what} in one direction (${pairs})`, matches, ...stated };
  const method = `matched ${what} in one direction only (${pairs}), assuming a delay under ${DELAY_MOST_MS / 1000} s`;
  return { ...middleOf(oneWay), method, matches, ...stated };
}
