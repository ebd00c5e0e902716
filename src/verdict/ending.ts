/** An ending is how the unknown SPI went at its receiver: the first line on either record that says so, and how long before the message. */

import type { DeleteEvent } from '../ipsec/event.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { type Apart, AT_ONCE_MS, apart, isBefore, isWithinOneStamp } from './apart.ts';
import { before } from './clues.ts';
import { deletesSent } from './deletes-sent.ts';
import { deletionOf } from './deletion.ts';
import { isOfOldIkeSa } from './ike-rekey.ts';
import { listened } from './listening.ts';
import { oncePerScene, type Scene } from './scene.ts';
import { isOldAt, isUnprintedEnd, NEW_MS, SOON_MS } from './unprinted.ts';
import { unsendableAtEnd } from './unsendable.ts';
import { countBefore, eventsOfKind, oncePerSide } from './views.ts';

export interface Ending {
  /** `delete_sa` at R, a DELETE of R that names X, or that DELETE as S received it. */
  event: TimedEvent;
  /** Before R's first message; what is printed at once with it is undecided. */
  isBefore: 'yes' | 'no' | 'unknown';
  /** From the end to the first message, and to the last one. */
  toFirst: Apart | undefined;
  toLast: Apart | undefined;
  /** How it is told: by R's IPsec, by R's IKE, by S's record alone. */
  toldBy: 'ipsec' | 'ike' | 'sender';
}

export const endingOf = oncePerScene((scene): Ending | undefined => {
  const { sa, logs } = scene;
  const [first] = logs;
  const last = logs.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const told: [TimedEvent | undefined, Ending['toldBy']][] = [
    [scene.event(sa?.inbound.deleted), 'ipsec'],
    ...deletesSent(scene).map((ref): [TimedEvent | undefined, Ending['toldBy']] => [scene.event(ref), 'ike']),
    ...unsendableAtEnd(scene).map((event): [TimedEvent, Ending['toldBy']] => [event, 'ike']),
    ...(sa?.deleteReceived ?? []).map((ref): [TimedEvent | undefined, Ending['toldBy']] => [scene.event(ref), 'sender']),
    ...ikeDeletes(scene).map((event): [TimedEvent, Ending['toldBy']] => [event, 'ike']),
    [wordBefore(scene), 'ike'],
  ];
  // R answers an unknown SPI with a DELETE for it, too: what goes out behind the message ended nothing by itself. [C seed.md 5]
  const found = told
    .flatMap(([event, toldBy]) => (event === undefined ? [] : [{ event, toldBy, isBefore: isBefore(event, first) }]))
    .filter(
      ({ event, toldBy, isBefore: order }) => toldBy === 'ipsec' || order === 'yes' || (order === 'unknown' && isToldBefore(scene, event)),
    );
  const [end] = found.sort((one, two) => RANK[one.isBefore] - RANK[two.isBefore] || byNearness(one, two) || one.event.ref - two.event.ref);
  return end === undefined ? undefined : { ...end, toFirst: apart(end.event, first), toLast: apart(end.event, last) };
});

/** With the debug of IPsec off, what R did at S's DELETE is not printed: X, which had stood and is unknown at once behind it, is what went. [C RFC 2408 3.15, RFC 7296 1.4.1] */
export function wordBefore(scene: Scene): TimedEvent | undefined {
  const { sa, logs, receiver, timeline } = scene;
  const [first] = logs;
  if (first?.at == null || sa?.inbound.deleted != null || (sa?.deleteSent ?? []).length > 0) return undefined;
  const word = before(scene, receiver, 'delete', isOfChildSa).at(-1);
  if (word !== undefined && isUnprintedEnd(scene, word)) return word;
  const age = apart(scene.event(sa?.inbound.installed) ?? scene.event(sa?.inbound.created), first);
  const gap = apart(word, first);
  if (word === undefined || gap === undefined || gap.leastMs > SOON_MS || age === undefined || age.leastMs <= NEW_MS) return undefined;
  return listened(timeline, 'ipsec', { side: receiver, fromMs: first.at - SOON_MS, toMs: first.at }) === 'yes' ? undefined : word;
}

const isOfChildSa = ({ change, what }: DeleteEvent) => change === 'received' && what === 'child-sa';

/** Before the message: by the stamps, or by R's own order of lines within one millisecond, where X was not new. */
export function isToldBefore(scene: Scene, event: TimedEvent): boolean {
  const [first] = scene.logs;
  if (first === undefined) return false;
  const order = isBefore(event, first);
  if (order !== 'unknown') return order === 'yes';
  return event.side === first.side && event.ref < first.ref && !isWithinOneStamp(event, first) && isOldAt(scene, first);
}

/** S heard of it when R had done it: by a clock that is tied loosely it may be put before that. */
function byNearness(one: Pick<Ending, 'toldBy'>, two: Pick<Ending, 'toldBy'>): number {
  return Number(one.toldBy === 'sender') - Number(two.toldBy === 'sender');
}

const RANK = { yes: 0, unknown: 1, no: 2 };

/** The deletion of an IKEv2 SA takes its child SAs along [C RFC 7296 1.4.1]: of X, when it had been made. */
function ikeDeletes(scene: Scene): TimedEvent[] {
  const [made] = scene.births;
  const all = before(scene, scene.receiver, 'delete', endsIkeSa).filter(
    (event) => !isOfOldIkeSa(scene.timeline, event) && !isOutlived(scene, event),
  );
  return made === undefined ? all.filter((event) => isUnprintedEnd(scene, event)) : all.filter((event) => isBefore(made, event) === 'yes');
}

/** Who sent the DELETE keeps the IKE SA until it is answered, or nobody answers any more. [C RFC 7296 1.4.1, 2.4; L how long: charon's 165 s] */
const GIVES_UP_MS = 165_000;

function isOutlived(scene: Scene, end: TimedEvent & DeleteEvent): boolean {
  const gone = scene.event(scene.sa?.inbound.deleted);
  const answer = end.change === 'sent' ? answerBehind(scene, end) : end;
  const gap = apart(answer ?? end, gone);
  return gap !== undefined && gap.leastMs > (answer === undefined ? GIVES_UP_MS : AT_ONCE_MS);
}

function answerBehind({ timeline, receiver }: Scene, end: TimedEvent): TimedEvent | undefined {
  const messages = eventsOfKind(timeline, receiver, 'message');
  return messages
    .slice(countBefore(messages, end.ref))
    .find(({ version, direction, message }) => version === 2 && direction === 'received' && message === 'response');
}

const endsIkeSa = ({ version, what, change }: DeleteEvent) => version === 2 && what === 'ike-sa' && change !== 'acknowledged';

/** True when the message came within this after the end, by the most that the stamps allow; undefined when they do not say. */
export function isWithin(gap: Apart | undefined, mostMs: number): boolean | undefined {
  if (gap === undefined) return undefined;
  if (gap.leastMs > mostMs) return false;
  return gap.mostMs <= mostMs && gap.mostMs >= 0 ? true : undefined;
}

/** DELETEs that left R before its first message, as the record shows them. */
export const departuresBefore = oncePerScene((scene) =>
  deletionOf(scene).departures.filter(({ sent }) => isToldBefore(scene, sent) && !isPhaseOne(scene, sent)),
);

/** In IKEv1 the DELETE of phase 1 says nothing of the child SAs. [C RFC 2408] */
function isPhaseOne({ timeline }: Scene, sent: TimedEvent): boolean {
  return sent.kind === 'message' && sent.version === 1 && phaseOneIds(timeline, sent.side).has(sent.messageId);
}

const phaseOneIds = oncePerSide((timeline, side): ReadonlySet<number | undefined> => {
  const deletes = eventsOfKind(timeline, side, 'delete').filter(({ what }) => what === 'ike-sa');
  return new Set(deletes.flatMap(({ messageId }) => messageId ?? []));
});
