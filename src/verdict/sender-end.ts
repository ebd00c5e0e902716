/** The sender's end is why S let X go behind the message, by the line of its own record that stands beside it; where none does, only that it did. */
import type { DeleteEvent, DpdEvent, IkeSaEvent, NotifyEvent } from '../ipsec/event.ts';
import type { EventRef, TimedEvent } from '../timeline/model.ts';
import { AT_ONCE_MS, apart, COARSEST_MS } from './apart.ts';
import { clearedAt } from './clear-command.ts';
import { anyOf } from './clues.ts';
import type { Confidence } from './confidence.ts';
import { departuresBefore } from './ending.ts';
import { isOfOldIkeSa } from './ike-rekey.ts';
import { wentOverAt } from './letting-go.ts';
import { AT_LIFETIME_MS, BY_IDLE, lifetimeOf, reasonOf } from './lifetime.ts';
import { isByIke } from './lived.ts';
import { placeSince } from './places.ts';
import type { Scene } from './scene.ts';
import { countBefore } from './views.ts';

export interface SenderEnd {
  /** `contact`: by INITIAL_CONTACT; `sender`: S of itself, for a reason of its own or for none on record. */
  by: 'delete' | 'dpd' | 'lifetime' | 'operator' | 'contact' | 'sender';
  /** In one sentence. */
  why: string;
  confidence: Confidence;
  /** The lines that say so. */
  refs: EventRef[];
}

/** With a dead peer all of its SAs go, seconds later at most. [L] */
const WITH_PEER_MS = 10_000;
/** `Death by retransmission P1`, `P1 errcounter exceeded (PEERS_ALIVE_TIMER)`, `Maximum number of retransmissions reached` [L] */
const DEAD = /retransm|PEERS_ALIVE|errcounter|peer not responding|lost contact/i;
/** `BY user command` [L]; `User Requested`, `Administrator Reset` of an ASA [C %ASA-4-113019] */
const BY_USER = /user command|Deletion from UI|User Requested|Administrator Re(?:set|boot)/i;
/** `Reason: Peer Terminate` of an ASA [C %ASA-5-713050]; what the reader of IKEv2 says of a DELETE that came. */
const BY_PEER = /Peer Terminate|deleted by the peer/i;
/** `lifetime expired`, `SA lifetime threshold reached` [L] */
const RAN_OUT = /lifetime|expire/i;

const isReceived = ({ change }: DeleteEvent) => change === 'received';
const isSent = ({ change }: DeleteEvent) => change === 'sent';
const isContact = ({ notify, direction }: NotifyEvent) => notify === 'INITIAL_CONTACT' && direction === 'received';
const isDeath = ({ change }: DpdEvent) => change === 'dead';
const isGivenUp = ({ change, reason }: IkeSaEvent) => (change === 'deleted' || change === 'failed') && DEAD.test(reason ?? '');
const isByPeer = ({ change, reason }: IkeSaEvent) => change === 'deleted' && BY_PEER.test(reason ?? '');
const isByUser = ({ change, reason }: IkeSaEvent) => change === 'deleted' && BY_USER.test(reason ?? '');

/** `gone`: S's deletion of X. What stands nearest to it comes first: a word of R, then what S found out, was told by its operator, or had planned. */
export function senderEndOf(scene: Scene, gone: TimedEvent): SenderEnd {
  for (const ask of [byWord, byContact, byDeath, byOperator, byLifetime, byUnheardWord]) {
    const end = ask(scene, gone);
    if (end !== undefined) return { ...end, refs: [...end.refs, gone.ref] };
  }
  return { by: 'sender', why: ofItself(scene, gone), confidence: 'likely', refs: [gone.ref] };
}

/** R's DELETE, as S's record has it, or as S answered it: it names X, or the IKE SA that X goes with. [C RFC 2408 3.15, RFC 7296 1.4.1] */
function byWord(scene: Scene, gone: TimedEvent): SenderEnd | undefined {
  const { S, R, X, sender, sa, timeline, incident } = scene;
  const word = beside(
    anyOf(scene, sender, 'delete', isReceived),
    gone,
    AT_ONCE_MS,
    (event) =>
      (event.what === 'child-sa' ? event.spi === undefined || event.spi === incident.spi : event.version === 2) &&
      !isOfOldIkeSa(timeline, event),
  );
  const began = beside(anyOf(scene, sender, 'delete', isSent), gone, AT_ONCE_MS);
  // Who has sent one first gets another as its answer.
  const isAnswer = word !== undefined && began !== undefined && began.ref < word.ref;
  const acknowledged = (sa?.deleteAcknowledged ?? []).flatMap((ref) => scene.event(ref) ?? []).find(isNearTo(gone));
  const told = isAnswer ? undefined : (word ?? beside(anyOf(scene, sender, 'ike-sa', isByPeer), gone, AT_ONCE_MS) ?? acknowledged);
  if (told === undefined) return undefined;
  return { by: 'delete', why: `a DELETE of ${R} reached ${S}, which deleted ${X}`, confidence: 'likely', refs: [told.ref] };
}

/** S's answer, on R's record: the two clocks need not be tied. */
const isNearTo =
  (gone: TimedEvent) =>
  (answer: TimedEvent): boolean => {
    const gap = apart(answer, gone);
    return gap === undefined || (gap.leastMs <= AT_ONCE_MS && gap.mostMs >= -AT_ONCE_MS);
  };

/** S takes R's new IKE SA for its only one, and what was there before goes. [C RFC 7296 2.4, RFC 2407 4.6.3.3] */
function byContact(scene: Scene, gone: TimedEvent): SenderEnd | undefined {
  const { S, R, X, sender } = scene;
  const contact = beside(anyOf(scene, sender, 'notify', isContact), gone, AT_ONCE_MS);
  if (contact === undefined) return undefined;
  return { by: 'contact', why: `an INITIAL_CONTACT of ${R} made ${S} delete ${X}`, confidence: 'likely', refs: [contact.ref] };
}

function byDeath(scene: Scene, gone: TimedEvent): SenderEnd | undefined {
  const { S, R, X, sender } = scene;
  const [dpd, ikeSas] = [anyOf(scene, sender, 'dpd', isDeath), anyOf(scene, sender, 'ike-sa', isGivenUp)];
  const dead = beside(dpd, gone, WITH_PEER_MS) ?? beside(ikeSas, gone, WITH_PEER_MS) ?? rightBehind(dpd, gone) ?? rightBehind(ikeSas, gone);
  if (dead === undefined) return undefined;
  return { by: 'dpd', why: `${S} took ${R} for dead, and deleted ${X}`, confidence: 'likely', refs: [dead.ref] };
}

function byOperator(scene: Scene, gone: TimedEvent): SenderEnd | undefined {
  const { S, X, sender } = scene;
  const ikeSas = anyOf(scene, sender, 'ike-sa', isByUser);
  const command = clearedAt(scene, sender, gone) ?? beside(ikeSas, gone, AT_ONCE_MS) ?? rightBehind(ikeSas, gone);
  if (command === undefined) return undefined;
  return { by: 'operator', why: `the SAs were cleared at ${S}, and ${X} with them`, confidence: 'likely', refs: [command.ref] };
}

/** Of an SA that S made itself: its own count. [C RFC 4301 4.4.2.1] */
function byLifetime(scene: Scene, gone: TimedEvent): SenderEnd | undefined {
  const { S, X, sa, sender, timeline } = scene;
  const reason = reasonOf(gone);
  const born = scene.event(sa?.outbound.created) ?? scene.event(sa?.outbound.switched);
  const seconds = lifetimeOf(born) ?? lifetimeOf(gone) ?? timeline.states[sender].ipsecLifetimeSeconds?.value;
  const age = apart(born, gone);
  const isDue =
    age !== undefined &&
    seconds !== undefined &&
    age.leastMs <= seconds * 1000 + AT_LIFETIME_MS &&
    age.mostMs >= seconds * 1000 - AT_LIFETIME_MS;
  if (!isDue && (!RAN_OUT.test(reason) || BY_IDLE.test(reason))) return undefined;
  const why = isDue ? `the ${seconds} s of ${X} were over at ${S}` : `${X} ran out at ${S}`;
  return { by: 'lifetime', why, confidence: 'likely', refs: isDue && born !== undefined ? [born.ref] : [] };
}

/** `rec'd delete notify from ISAKMP`: IKE made IPsec delete, and IKE's own debug was off: where R had sent a DELETE, that may have come. [C ike.md 4.1] */
function byUnheardWord(scene: Scene, gone: TimedEvent): SenderEnd | undefined {
  const { S, R, X, sa } = scene;
  const sent = departuresBefore(scene)[0]?.sent.ref ?? sa?.deleteSent[0];
  if (!isByIke(gone) || sent === undefined) return undefined;
  const why = `the IKE of ${S} made it delete ${X}, as behind a DELETE of ${R}, which had sent one`;
  return { by: 'delete', why, confidence: 'possible', refs: [sent] };
}

function ofItself(scene: Scene, gone: TimedEvent): string {
  const { S, X } = scene;
  const over = wentOverAt(scene);
  if (over?.kind === 'child-sa' && over.ref < gone.ref) return `${S} deleted ${X}, which it had replaced by ${over.spi}`;
  if (BY_IDLE.test(reasonOf(gone))) return `${S} deleted ${X} because it was idle`;
  return `${S} deleted ${X}, for what reason is not on record`;
}

/** The last of them that is printed before the deletion, and not surely long before. */
function beside<Seen extends TimedEvent>(
  events: readonly Seen[],
  gone: TimedEvent,
  mostMs: number,
  fits: (event: Seen) => boolean = () => true,
): Seen | undefined {
  const from = placeSince(events, gone, mostMs + 2 * COARSEST_MS);
  return events.slice(from, countBefore(events, gone.ref)).findLast((event) => {
    const gap = apart(event, gone);
    return gap !== undefined && gap.leastMs <= mostMs && gap.mostMs >= 0 && fits(event);
  });
}

/** Some say why only when it is done: `%ASA-4-113019: … Session disconnected. … Reason: Lost Service` [C] */
function rightBehind<Seen extends TimedEvent>(events: readonly Seen[], gone: TimedEvent): Seen | undefined {
  const next = events[countBefore(events, gone.ref)];
  const gap = apart(gone, next);
  return gap !== undefined && gap.leastMs <= AT_ONCE_MS ? next : undefined;
}
