/** Pairing finds each IKE message where it left and where it arrived, and says what became of it. */

import { TRACE_ID } from '../ios/families/event-trace.ts';
import { RECORDING_MARK } from '../ios/log/syslog.ts';
import type { EventKind, MessageEvent } from '../ipsec/event.ts';
import { other, type Side } from '../ipsec/side.ts';
import { VENDORS } from '../vendors/families/index.ts';
import { DELAY_MOST_MS } from './clock.ts';
import { maybeBefore } from './event-order.ts';
import { groupMainMode } from './main-mode.ts';
import { groupMessages, type MessageGroup } from './message-group.ts';
import type { PairedMessage, Recording, TimedEvent } from './model.ts';

type TimedMessage = TimedEvent & MessageEvent;

export function pairMessages(events: readonly TimedEvent[], recordings: Record<Side, Recording>, offsetMs: number | null): PairedMessage[] {
  const messages = events.filter((event): event is TimedMessage => event.kind === 'message');
  const named = groupMessages(messages, (message) => message);
  const mainMode = groupMainMode(messages, { eventOf: (message) => message, commonAtOf: ({ commonAt }) => commonAt ?? undefined });
  const hears = { a: hearingOf('a', recordings.a, events, offsetMs), b: hearingOf('b', recordings.b, events, offsetMs) };
  const pairs = [...named, ...mainMode].flatMap((group) => pairGroup(group, hears[other(group.from)]));
  return pairs.sort((one, two) => (one.sent ?? one.received ?? 0) - (two.sent ?? two.received ?? 0));
}

/** True when the peer was surely listening for a message that left at this time. */
type Hears = (message: TimedMessage) => boolean;

function pairGroup(group: MessageGroup<TimedMessage>, hears: Hears): PairedMessage[] {
  const { key, from, sent, received } = group;
  const pairs = matchUp(sent, received);
  const used = new Set(pairs.flatMap(([departure]) => (departure === undefined ? [] : [departure])));
  const arrived = pairs.map(([departure, arrival]): PairedMessage => {
    return {
      key,
      from,
      sent: departure?.ref ?? null,
      received: arrival.ref,
      fate: departure === undefined ? 'unseen-sender' : 'delivered',
    };
  });
  const others = sent.filter((departure) => !used.has(departure));
  const rest = others.map(
    (departure): PairedMessage => ({ key, from, sent: departure.ref, received: null, fate: hears(departure) ? 'lost' : 'unknown' }),
  );
  return [...arrived, ...rest];
}

/** As many arrivals as departures: in order. Otherwise each arrival has the latest departure before it. */
function matchUp(sent: readonly TimedMessage[], received: readonly TimedMessage[]): [TimedMessage | undefined, TimedMessage][] {
  if (sent.length === received.length) return received.map((arrival, index) => [sent[index], arrival]);
  const free = [...sent];
  return received.map((arrival) => {
    const index = isPlaced(arrival) ? free.findLastIndex((departure) => maybeBefore(departure, arrival)) : 0;
    return [index === -1 ? undefined : free.splice(index, 1)[0], arrival];
  });
}

/** Between two departures only a clock that is known well enough can choose. */
function isPlaced({ uncertaintyMs, commonAt }: TimedMessage): boolean {
  return commonAt !== null && uncertaintyMs <= DELAY_MOST_MS / 2;
}

/** A side hears when it records arrivals at all, of that version, its debugs were surely on before and after the message, and nothing is missing between. */
function hearingOf(side: Side, recording: Recording, events: readonly TimedEvent[], offsetMs: number | null): Hears {
  const shift = side === 'a' ? 0 : offsetMs;
  const arrivals = events.filter(
    (event): event is TimedMessage => event.kind === 'message' && event.side === side && event.direction === 'received',
  );
  const versions = new Set(arrivals.map(({ version }) => version));
  const [fromAt, toAt] = recordedSpan(side, recording, events, shift);
  if (shift === null || fromAt === undefined || toAt === undefined) return () => false;
  // An arrival that the record does not name may be any message.
  const unnamed = arrivals.filter((arrival) => isUnnamed(arrival)).map(({ commonAt }) => commonAt ?? Number.NaN);
  const gaps = recording.gaps.map((gap) => ({ fromAt: gap.fromAt - shift, toAt: gap.toAt - shift }));
  return ({ version, commonAt, uncertaintyMs }) => {
    if (commonAt === null || !versions.has(version)) return false;
    const [earliest, latest] = [commonAt - uncertaintyMs, commonAt + uncertaintyMs + DELAY_MOST_MS];
    if (unnamed.some((at) => Number.isNaN(at) || (at >= earliest && at <= latest))) return false;
    return earliest >= fromAt && latest <= toAt && !gaps.some((gap) => gap.fromAt <= latest && gap.toAt >= earliest);
  };
}

/** IKEv2's ids are counters: without the IKE SA they name nothing. */
function isUnnamed({ version, messageId, ikeSpis, ikeSa }: TimedMessage): boolean {
  return messageId === undefined || (version === 2 && ikeSpis === undefined && ikeSa === undefined);
}

/** An event trace that is enabled runs all the time [C], and so does a daemon's log: it was on for as long as anything was recorded. [L] ike.md 1.5 */
function recordedSpan(side: Side, { families, vendors, toAt }: Recording, events: readonly TimedEvent[], shift: number | null) {
  const [first, last] = debuggedSpan(events.filter((event) => event.side === side));
  const isAlwaysOn = families.includes(TRACE_ID) || vendors.some((id) => VENDORS[id].isAlwaysLogging);
  return isAlwaysOn && toAt !== null && shift !== null && last !== undefined ? [first, Math.max(last, toAt - shift)] : [first, last];
}

/** What only a debug prints; a log that goes on with other messages says nothing about its debugs. */
const DEBUG_KINDS: ReadonlySet<EventKind> = new Set(['message', 'ike-sa', 'negotiation', 'delete', 'notify', 'dpd']);

/** From the first to the last line that IKE debugs printed, or to the mark that says they were on until there. */
function debuggedSpan(events: readonly TimedEvent[]): [number | undefined, number | undefined] {
  const times = events.flatMap((event) =>
    event.commonAt !== null && (DEBUG_KINDS.has(event.kind) || isMark(event)) ? [event.commonAt] : [],
  );
  return [times.at(0), times.at(-1)];
}

function isMark(event: TimedEvent): boolean {
  return event.kind === 'syslog' && event.facility === 'HA_EM' && event.message.includes(RECORDING_MARK);
}
