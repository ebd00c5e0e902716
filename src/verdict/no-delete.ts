/** Informational messages that the records show to be no DELETE, however near to a deletion they left: probes, answers, and requests that came empty. */
import { other, type Side } from '../ipsec/side.ts';
import { gapMs } from '../timeline/event-order.ts';
import type { EventRef, PairedMessage, Timeline } from '../timeline/model.ts';
import { countBefore, type EventOf, eventsOfKind, eventsOfKinds, messagesFrom, oncePerSide } from './views.ts';

/** What this side sent, and what is known to be no DELETE of its own. */
export const noDeletes = oncePerSide(
  (timeline, side): ReadonlySet<EventRef> => new Set([...probes(timeline, side), ...answers(timeline, side), ...cameEmpty(timeline, side)]),
);

/** Behind the line that says what is in them: a probe, or in IKEv1 the answer to one. [L] ike.md 3.3, 6 */
function probes(timeline: Timeline, side: Side): EventRef[] {
  const found: EventRef[] = [];
  let said: EventOf<'dpd'> | undefined;
  for (const event of eventsOfKinds(timeline, side, 'message', 'dpd', 'delete')) {
    if (event.kind === 'dpd') said = isProbe(event) ? event : event.version === 1 ? undefined : said;
    else if (event.kind === 'delete') said = undefined;
    else if (event.kind === 'message' && event.direction === 'sent' && event.message !== 'response') {
      if (said?.version === event.version && isOneAct(said, event)) found.push(event.ref);
      said = undefined;
    }
  }
  return found;
}

const isProbe = ({ version, change }: EventOf<'dpd'>) => change === 'probe-sent' || (version === 1 && change === 'ack-sent');

/** In IKEv2 this side's DELETE of its own accord is a request: what an answer bears is the other half of a pair that the peer has let go already, and tells it nothing. [C RFC 7296 1.4.1] */
function answers(timeline: Timeline, side: Side): EventRef[] {
  return eventsOfKind(timeline, side, 'message').flatMap(({ version, direction, message, ref }) =>
    version === 2 && direction === 'sent' && message === 'response' ? [ref] : [],
  );
}

/** What the other end received and printed as empty is a probe, where that end prints what else it receives. [C] ike.md 6 */
function cameEmpty(timeline: Timeline, side: Side): EventRef[] {
  const heard = eventsOfKind(timeline, other(side), 'message').filter(({ direction }) => direction === 'received');
  if (!heard.some(({ version, payloads }) => version === 2 && payloads.length > 0)) return [];
  const words = eventsOfKind(timeline, other(side), 'delete');
  return messagesFrom(timeline, side).flatMap((message) => {
    const came = receivedOf(timeline, message);
    if (message.sent === null || came?.version !== 2 || came.message !== 'request' || !isEmpty(came)) return [];
    return words.slice(countBefore(words, came.ref)).some((word) => isOneAct(came, word)) ? [] : [message.sent];
  });
}

const isEmpty = ({ payloads, isUnprinted }: EventOf<'message'>) => payloads.length === 0 && isUnprinted !== true;

function receivedOf({ events }: Timeline, { received }: PairedMessage): EventOf<'message'> | undefined {
  const event = events[received ?? -1];
  return event?.kind === 'message' ? event : undefined;
}

/** The lines of one message stand so near to each other. [L] */
const ONE_ACT_MS = 100;

function isOneAct(...[one, two]: Parameters<typeof gapMs>): boolean {
  const gap = gapMs(one, two);
  return gap === undefined || Math.abs(gap) <= ONE_ACT_MS;
}
