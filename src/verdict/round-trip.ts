/** A round trip bounds what can be on its way when the other end is told: it is measured on one device's own clock, by what was asked and answered. */

import { gapMs } from '../timeline/event-order.ts';
import type { Timeline } from '../timeline/model.ts';

const MEASURED = new WeakMap<Timeline, number | undefined>();
/** Where nothing was measured: farther apart hardly two routers are. [L] */
const ASSUMED_MS = 500;
/** A DELETE is processed a moment after it came, and ESP may have waited in a queue. [L] */
const SLACK_MS = 150;
/** What takes longer was lost and sent again. RFC 7296 leaves the time to the sender; IOS waits a second at least. [L] */
const ANSWER_MOST_MS = 900;

/** Within this after the end a packet may still have been on its way. */
export function inFlightMs(timeline: Timeline): number {
  const measured = roundTripMs(timeline);
  return measured === undefined ? ASSUMED_MS : Math.max(2 * measured, measured + SLACK_MS);
}

/** Within this it needs no queue to have been on its way: the word of the end, and what was sent until it came, take a round trip. Zero where none was measured. */
export function surelyInFlightMs(timeline: Timeline): number {
  return 2 * (roundTripMs(timeline) ?? 0);
}

/** The middle one of all that were measured; undefined without any. */
export function roundTripMs(timeline: Timeline): number | undefined {
  if (!MEASURED.has(timeline)) MEASURED.set(timeline, measure(timeline));
  return MEASURED.get(timeline);
}

/** The debugs of IPsec alone tell when an SA was asked for, and when it was made: no message takes longer than the whole negotiation. [C] ike.md 4.1 */
function measure(timeline: Timeline): number | undefined {
  return middleOf(timeline, keyOf) ?? middleOf(timeline, keyOfMaking);
}

function middleOf({ events }: Timeline, nameOf: typeof keyOf): number | undefined {
  const open = new Map<string, (typeof events)[number]>();
  const found: number[] = [];
  for (const event of events) {
    const key = nameOf(event);
    if (key === undefined) continue;
    if (key.asks) open.set(key.name, event);
    else {
      const asked = open.get(key.name);
      const gap = gapMs(asked, event);
      open.delete(key.name);
      if (asked !== undefined && gap !== undefined && gap > 0 && gap <= ANSWER_MOST_MS && event.precisionMs <= 1) found.push(gap);
    }
  }
  return found.sort((one, two) => one - two)[Math.floor(found.length / 2)];
}

function keyOf(event: Timeline['events'][number]): { name: string; asks: boolean } | undefined {
  if (event.kind === 'dpd' && event.sequence32 !== undefined && (event.change === 'probe-sent' || event.change === 'ack-received'))
    return { name: `${event.side} dpd ${event.sequence32}`, asks: event.change === 'probe-sent' };
  if (event.kind !== 'message' || event.version !== 2 || event.messageId === undefined || event.exchange === undefined) return undefined;
  const name = `${event.side} ${event.ikeSpis?.initiator} ${event.exchange} ${event.messageId}`;
  if (event.direction === 'sent' && event.message === 'request') return { name, asks: true };
  return event.direction === 'received' && event.message === 'response' ? { name, asks: false } : undefined;
}

function keyOfMaking(event: Timeline['events'][number]): { name: string; asks: boolean } | undefined {
  const isOfMaking = event.kind === 'child-sa' && (event.change === 'requested' || event.change === 'created');
  return isOfMaking ? { name: `${event.side} sa`, asks: event.change === 'requested' } : undefined;
}
