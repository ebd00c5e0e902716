/** Neighbours are other boxes behind the NAT of the sender, with whom it shares an address: what its own record does not show leaving is theirs. */
import { namesAddress } from '../ipsec/address-in-text.ts';
import type { NotifyEvent } from '../ipsec/event.ts';
import { other, type Side } from '../ipsec/side.ts';
import { gapMs } from '../timeline/event-order.ts';
import type { TimedEvent, Timeline } from '../timeline/model.ts';
import { anyOf } from './clues.ts';
import { listened } from './listening.ts';
import type { Scene } from './scene.ts';
import { isNatTraversal } from './through-nat.ts';
import { countBefore, eventsOfKind, oncePerSide } from './views.ts';

/** The other side's debugs of IKE ran when this side received the message. */
function isAwake(timeline: Timeline, side: Side, received: number | null): boolean {
  const at = timeline.events[received ?? -1]?.commonAt ?? null;
  const { offsetMs } = timeline.clock;
  if (at === null || offsetMs === null) return false;
  const ownMs = side === 'a' ? at + offsetMs : at;
  return listened(timeline, 'ike', { side: other(side), fromMs: ownMs - AWAKE_MS, toMs: ownMs + AWAKE_MS }) === 'yes';
}

/** `%CRYPTO-4-IKMP_NO_SA: IKE message from A has no SA and is not an initialization offer`: what is printed as a new SA begins none, and cannot be matched by what it is. [C] */
function isNoOffer(timeline: Timeline, side: Side, received: number | null): boolean {
  const message = timeline.events[received ?? -1];
  if (message?.kind !== 'message' || message.version !== 1) return false;
  const said = eventsOfKind(timeline, side, 'syslog');
  const next = said[countBefore(said, message.ref + 1)];
  const gap = gapMs(message, next);
  const { remote } = message;
  const isSaid = next?.mnemonic === 'IKMP_NO_SA' && remote !== undefined && namesAddress(next.message, remote);
  return isSaid && gap !== undefined && gap <= ONE_ACT_MS;
}

/** The lines of one act. [L] */
const ONE_ACT_MS = 100;

/** Around the moment, whatever the clocks' bound. [B] */
const AWAKE_MS = 2000;

/** What came through a NAT, and what of it is of another box behind the same. */
export const packetsByNat = oncePerSide((timeline, side) => {
  const all = eventsOfKind(timeline, side, 'message').filter(isNatTraversal);
  // What S's own record, which covers the time, does not have came from another box behind the same NAT.
  const unsent = new Set(
    timeline.messages.flatMap(({ fate, received }) =>
      fate === 'unseen-sender' && isAwake(timeline, side, received) && !isNoOffer(timeline, side, received) ? (received ?? []) : [],
    ),
  );
  const [own, others] = [all.filter(({ ref }) => !unsent.has(ref)), all.filter(({ ref }) => unsent.has(ref))];
  const ports = new Set(own.flatMap(({ direction, remotePort }) => (direction === 'received' ? (remotePort ?? []) : [])));
  const packets =
    others.length === 0 || ports.size === 0 ? all : own.filter(({ remotePort }) => remotePort !== undefined && ports.has(remotePort));
  return { packets, others };
});

/** Said in a message that S's own record, which covers the time, does not have: by another box behind the same NAT. */
export function isOfNeighbour({ timeline, receiver }: Scene, word: TimedEvent): boolean {
  const { others } = packetsByNat(timeline, receiver);
  if (others.length === 0) return false;
  const heard = eventsOfKind(timeline, receiver, 'message');
  const bearer = heard.slice(0, countBefore(heard, word.ref)).findLast(({ direction }) => direction === 'received');
  return bearer !== undefined && others.some(({ ref }) => ref === bearer.ref);
}

/** Through a NAT one address may be several boxes: an INITIAL_CONTACT that S's own record does not have need not be S's. [C RFC 7296 2.4, RFC 3947] */
export function mayBeOfNeighbour(scene: Scene): boolean {
  return anyOf(scene, scene.receiver, 'message').some(isNatTraversal) && anyOf(scene, scene.sender, 'notify', isContactSent).length === 0;
}

const isContactSent = ({ notify, direction }: NotifyEvent) => notify === 'INITIAL_CONTACT' && direction === 'sent';
