/** A message group is one IKE message, named alike on both sides: each time it left the one peer, each time it reached the other. */
import type { MessageEvent } from '../ipsec/event.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import { type RecordedOf, recordedOf } from './grouped.ts';
import type { PeerRecord } from './record.ts';

/** `Seen` is whatever carries the event: a recorded one, or one that has its place on the common clock. */
export interface MessageGroup<Seen> {
  /** `quick 570535495 1`, `112AD55D6FE6B89B 4890461ECAA32FE3 1 request` */
  key: string;
  from: Side;
  sent: Seen[];
  received: Seen[];
}

export type RecordedMessage = RecordedOf<'message'>;

export function messagesOf(records: Record<Side, PeerRecord>): RecordedMessage[] {
  return SIDES.flatMap((side) => recordedOf(records[side].events, 'message'));
}

const GROUPS = new WeakMap<Record<Side, PeerRecord>, MessageGroup<RecordedMessage>[]>();

/** Those of both records, made once. */
export function groupsOf(records: Record<Side, PeerRecord>): readonly MessageGroup<RecordedMessage>[] {
  const groups = GROUPS.get(records) ?? groupMessages(messagesOf(records), ({ event }) => event);
  GROUPS.set(records, groups);
  return groups;
}

/** Groups in the order in which they first appear. Phase 1 of IKEv1 prints no id (0) and is left to `groupMainMode`. */
export function groupMessages<Seen>(messages: Iterable<Seen>, eventOf: (seen: Seen) => MessageEvent): MessageGroup<Seen>[] {
  const groups = new Map<string, MessageGroup<Seen>>();
  for (const seen of messages) {
    const event = eventOf(seen);
    const name = nameOf(event);
    if (name !== undefined) addTo(groups, name, seen, event);
  }
  return [...groups.values()];
}

const UNNAMED = 'exchange ';

function addTo<Seen>(groups: Map<string, MessageGroup<Seen>>, name: string, seen: Seen, event: MessageEvent): void {
  const from = event.direction === 'sent' ? event.side : other(event.side);
  const id = from + name;
  const known = groups.get(id);
  const group = known ?? { key: name, from, sent: [], received: [] };
  if (known === undefined) groups.set(id, group);
  if (event.exchange !== undefined && group.key.startsWith(UNNAMED)) group.key = `${event.exchange} ${group.key.slice(UNNAMED.length)}`;
  group[event.direction].push(seen);
}

/** IKEv1 ids are random and nearly unique; IKEv2's are counters that mean something inside one IKE SA only. [C] */
function nameOf({ version, exchange, messageId, step, ikeSpis, ikeSa, message, subject }: MessageEvent): string | undefined {
  if (subject !== undefined) return `${exchange} ${message} ${subject}`;
  if (messageId === undefined) return undefined;
  if (version === 1) return messageId === 0 ? undefined : `${UNNAMED}${messageId} ${step ?? 1}`;
  if (message !== undefined && ikeSpis === undefined && ikeSa !== undefined) return `${ikeSa} ${messageId} ${message}`;
  if (ikeSpis === undefined || message === undefined) return undefined;
  // The first request has no responder SPI yet; its answer tells it.
  const responder = exchange === 'ike-sa-init' ? '' : ` ${ikeSpis.responder}`;
  return `${ikeSpis.initiator}${responder} ${messageId} ${message}`;
}
