/** A deletion is the end of the unknown SPI's SA at its receiver: when, and which DELETE told the sender of it. */

import type { MessageEvent } from '../ipsec/event.ts';
import { gapMs } from '../timeline/event-order.ts';
import type { EventRef, PairedMessage, TimedEvent } from '../timeline/model.ts';
import type { Scene } from './scene.ts';

export interface Deletion {
  /** `delete_sa` of the SPI at the receiver, when it is on record. */
  deleted: TimedEvent | undefined;
  /** DELETEs for the SPI that left the receiver, named by SPI or standing beside its deletion. */
  departures: { sent: TimedEvent; message: PairedMessage | undefined }[];
}

/** A DELETE without a printed SPI belongs to the deletion that stands this near. [L] */
const BESIDE_MS = 1000;

export function deletionOf(scene: Scene): Deletion {
  const deleted = scene.event(scene.sa?.inbound.deleted);
  const isNamed = namedBy(scene);
  const isAnswer = answerTo(scene);
  const others = namedByOthers(scene);
  const carriers = carriersOf(scene);
  const departures = scene.messagesFrom(scene.receiver).flatMap((message) => {
    const sent = scene.event(message.sent);
    const isMeant =
      isInformational(sent) &&
      !others.has(sent.ref) &&
      (isNamed(sent) || carriers.has(sent.ref) || isBeside(deleted, sent) || isAnswer(sent));
    return isMeant ? [{ sent, message }] : [];
  });
  return { deleted, departures };
}

/** In IKEv2 the line that names the SPI stands before its packet, which names none: the first request behind it. [C] ike.md 6 */
function carriersOf(scene: Scene): Set<EventRef> {
  const requests = scene.messagesFrom(scene.receiver).flatMap(({ sent }) => {
    const event = scene.event(sent);
    return isInformational(event) && event.version === 2 && event.message === 'request' && event.isRetransmission !== true ? [event] : [];
  });
  const named = (scene.sa?.deleteSent ?? []).flatMap((ref) => scene.event(ref) ?? []).filter(({ kind }) => kind === 'delete');
  return new Set(
    named.flatMap((line) => {
      const next = requests.filter(({ ref }) => ref > line.ref).sort((one, two) => one.ref - two.ref)[0];
      return next !== undefined && isBeside(line, next) ? [next.ref] : [];
    }),
  );
}

function isInformational(event: TimedEvent | undefined): event is TimedEvent & MessageEvent {
  return event?.kind === 'message' && event.exchange === 'informational';
}

/** The DELETE's own event, or the message that carried it. */
function namedBy(scene: Scene): (sent: TimedEvent & MessageEvent) => boolean {
  const refs = new Set(scene.sa?.deleteSent ?? []);
  const ids = new Set([...refs].flatMap((ref) => idOfDelete(scene.event(ref)) ?? []));
  return ({ ref, messageId }) => refs.has(ref) || (messageId !== undefined && ids.has(messageId));
}

/** DELETEs of the same receiver that are on record as those of another SPI. */
function namedByOthers({ timeline, sa, receiver }: Scene): Set<EventRef> {
  const own = new Set(sa?.deleteSent ?? []);
  const others = timeline.childSas.filter((each) => each !== sa && each.receiver === receiver);
  return new Set(others.flatMap(({ deleteSent }) => deleteSent).filter((ref) => !own.has(ref)));
}

function idOfDelete(event: TimedEvent | undefined): number | undefined {
  return event?.kind === 'delete' ? event.messageId : undefined;
}

function isBeside(deleted: TimedEvent | undefined, sent: TimedEvent): boolean {
  const gap = gapMs(deleted, sent);
  return gap !== undefined && gap >= 0 && gap <= BESIDE_MS;
}

/** IOS answers an unknown SPI with a DELETE for it over the IKE SA that stands. [C] seed.md 5 */
function answerTo({ logs, receiver }: Scene): (sent: TimedEvent) => boolean {
  const instants = logs.flatMap(({ at, side }) => (at === null || side !== receiver ? [] : [at])).sort((one, two) => one - two);
  return ({ at, side }) => {
    if (at === null || side !== receiver) return false;
    const last = instants[lastNotAfter(instants, at)];
    return last !== undefined && at - last <= BESIDE_MS;
  };
}

/** Index of the last instant that is not after this one; -1 when there is none. */
function lastNotAfter(instants: readonly number[], at: number): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
