/** Pairing finds each IKE message where it left and where it arrived, and says what became of it. */

import { firstPlace } from '../first-place.ts';
import type { MessageEvent } from '../ipsec/event.ts';
import { other, type Side } from '../ipsec/side.ts';
import { DELAY_MOST_MS } from './clock.ts';
import { familyTeller } from './event-family.ts';
import { maybeBefore } from './event-order.ts';
import { timedOf } from './grouped.ts';
import { isFullOfHoles, listened } from './listening.ts';
import { groupMainMode } from './main-mode.ts';
import { groupMessages, type MessageGroup } from './message-group.ts';
import type { PairedMessage, TimedEvent, Timeline } from './model.ts';

type TimedMessage = TimedEvent & MessageEvent;

/** Who listened when, and b's clock against a's. */
type Ledger = Pick<Timeline, 'listening' | 'clock'>;

export function pairMessages(events: readonly TimedEvent[], ledger: Ledger): PairedMessage[] {
  const messages = timedOf(events, 'message');
  const named = groupMessages(messages, (message) => message);
  const mainMode = groupMainMode(messages, { eventOf: (message) => message, commonAtOf: ({ commonAt }) => commonAt ?? undefined });
  const hears = { a: hearingOf('a', ledger, messages), b: hearingOf('b', ledger, messages) };
  const pairs = [...named, ...mainMode].flatMap((group) => pairGroup(group, hears[other(group.from)]));
  return pairs.sort((one, two) => (one.sent ?? one.received ?? 0) - (two.sent ?? two.received ?? 0));
}

/** True when the peer was surely listening for a message that left at this time, and its log would show it. */
type Hears = (message: TimedMessage) => boolean;

function pairGroup(group: MessageGroup<TimedMessage>, hears: Hears): PairedMessage[] {
  const { key, from, sent, received } = group;
  // As many arrivals as departures, as nearly always: in order.
  if (sent.length === received.length)
    return received.map((arrival, index) => ({ key, from, sent: sent[index]?.ref ?? null, received: arrival.ref, fate: 'delivered' }));
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

/** Each arrival has the latest departure before it; where the clocks are too coarse for that, the first from which it did not surely take too long. */
function matchUp(sent: readonly TimedMessage[], received: readonly TimedMessage[]): [TimedMessage | undefined, TimedMessage][] {
  const free = [...sent];
  const slackMs = slackOf(sent);
  return received.map((arrival) => {
    const index = isPlaced(arrival) ? latestBefore(free, arrival, slackMs) : firstInTime(free, arrival);
    return [index === -1 ? undefined : free.splice(index, 1)[0], arrival];
  });
}

/** The index of the last departure that may lie before the arrival; -1 when none does. */
function latestBefore(departures: readonly TimedMessage[], arrival: TimedMessage, slackMs: number | undefined): number {
  let from = departures.length;
  if (slackMs !== undefined) {
    const lastMs = (arrival.commonAt ?? 0) + arrival.uncertaintyMs + slackMs;
    from = firstPlace(from, (place) => (departures[place]?.commonAt ?? 0) > lastMs);
  }
  while (from > 0 && !isMaybeBefore(departures[from - 1], arrival)) from -= 1;
  return from - 1;
}

/** The first of all where none is in time. */
function firstInTime(departures: readonly TimedMessage[], { commonAt, uncertaintyMs }: TimedMessage): number {
  const index = departures.findIndex((departure) => {
    const delayMs = (commonAt ?? Number.NaN) - (departure.commonAt ?? Number.NaN) - uncertaintyMs - departure.uncertaintyMs;
    return !(delayMs > DELAY_MOST_MS);
  });
  return Math.max(index, 0);
}

function isMaybeBefore(departure: TimedMessage | undefined, arrival: TimedMessage): boolean {
  return departure !== undefined && maybeBefore(departure, arrival);
}

/** How unsure the least sure of them is; undefined when they are not in order of time. */
function slackOf(departures: readonly TimedMessage[]): number | undefined {
  let lastMs = Number.NEGATIVE_INFINITY;
  let slackMs = 0;
  for (const { commonAt, uncertaintyMs } of departures) {
    if (commonAt === null || commonAt < lastMs) return undefined;
    lastMs = commonAt;
    slackMs = Math.max(slackMs, uncertaintyMs);
  }
  return slackMs;
}

/** Between two departures only a clock that is known well enough can choose. */
function isPlaced({ uncertaintyMs, commonAt }: TimedMessage): boolean {
  return commonAt !== null && uncertaintyMs <= DELAY_MOST_MS / 2;
}

/** A side hears when the debug that prints its arrivals of that version surely listened before and after the message. */
function hearingOf(side: Side, ledger: Ledger, messages: readonly TimedMessage[]): Hears {
  const arrivals = messages.filter((message) => message.side === side && message.direction === 'received');
  const familyOf = familyTeller();
  const families = { 1: new Set<string | undefined>(), 2: new Set<string | undefined>() };
  for (const arrival of arrivals) families[arrival.version].add(familyOf(arrival));
  // An arrival that the record does not name may be any message.
  const unnamed = arrivals.filter((arrival) => isUnnamed(arrival)).map(({ commonAt }) => commonAt ?? Number.NaN);
  return ({ version, commonAt, uncertaintyMs }) => {
    if (commonAt === null) return false;
    const [fromMs, toMs] = [commonAt - uncertaintyMs, commonAt + uncertaintyMs + DELAY_MOST_MS];
    if (unnamed.some((at) => Number.isNaN(at) || (at >= fromMs && at <= toMs))) return false;
    if (isFullOfHoles(ledger, { side, fromMs, toMs })) return false;
    return [...families[version]].some((family) => family !== undefined && listened(ledger, { side, family, fromMs, toMs }) === 'yes');
  };
}

/** IKEv2's ids are counters: without the IKE SA they name nothing. */
function isUnnamed({ version, messageId, ikeSpis, ikeSa }: TimedMessage): boolean {
  return messageId === undefined || (version === 2 && ikeSpis === undefined && ikeSa === undefined);
}
