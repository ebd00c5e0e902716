/** Another IKE SA than the tunnel's is one that the record names beside ours and that carried none of its messages: its end is not ours. */
import type { Event } from '../ipsec/event.ts';
import type { RecordedEvent } from './clock-step.ts';
import { recordedOf } from './grouped.ts';

/** First and last message of an IKE SA, as places in the record. */
interface Use {
  from: number;
  to: number;
}

/**
 * DELETEs and ends of an IKE SA with which no message of the tunnel went, printed while another one carried some before and behind: a packet has both
 * IKE SPIs in its header, so that what ends ours goes with a packet that names it. [C RFC 7296 1.4.1, 3.1]
 */
export function endsOfAnotherIkeSa(events: readonly RecordedEvent[], isOurs: (event: Event) => boolean): ReadonlySet<Event> {
  if (!recordedOf(events, 'message').some(({ event }) => event.ikeSpis !== undefined)) return new Set();
  const uses = usesOf(events, isOurs);
  const inUse = [...uses.values()].filter(({ from, to }) => from < to);
  if (inUse.length === 0) return new Set();
  return new Set(
    events.flatMap(({ event }, place) => {
      const named = endedBy(event);
      const isAnother = named !== undefined && !uses.has(named) && inUse.some(({ from, to }) => from < place && place < to);
      return isAnother ? [event] : [];
    }),
  );
}

/** By the initiator's SPI, which names an IKE SA from its first message on. */
function usesOf(events: readonly RecordedEvent[], isOurs: (event: Event) => boolean): Map<string, Use> {
  const uses = new Map<string, Use>();
  for (const [place, { event }] of events.entries()) {
    if (event.kind !== 'message' || event.ikeSpis === undefined || !isOurs(event)) continue;
    uses.set(event.ikeSpis.initiator, { from: uses.get(event.ikeSpis.initiator)?.from ?? place, to: place });
  }
  return uses;
}

function endedBy(event: Event): string | undefined {
  if (event.kind === 'delete' && event.what === 'ike-sa') return event.ikeSpis?.initiator;
  return event.kind === 'ike-sa' && event.change === 'deleted' ? event.ikeSpis?.initiator : undefined;
}
