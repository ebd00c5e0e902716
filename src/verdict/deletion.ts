/** A deletion is the end of the unknown SPI's SA at its receiver: when, and which DELETE told the sender of it. */

import { firstPlace } from '../first-place.ts';
import type { MessageEvent } from '../ipsec/event.ts';
import type { Side } from '../ipsec/side.ts';
import { gapMs } from '../timeline/event-order.ts';
import { grouped } from '../timeline/grouped.ts';
import type { EventRef, PairedMessage, TimedEvent, Timeline } from '../timeline/model.ts';
import { deletesSent } from './deletes-sent.ts';
import { nearTo } from './namesakes.ts';
import { noDeletes } from './no-delete.ts';
import { oncePerScene, type Scene } from './scene.ts';
import { countBefore, eventsOfKind, messagesFrom, oncePerSide, timetableOf, within } from './views.ts';

export interface Deletion {
  /** `delete_sa` of the SPI at the receiver, when it is on record. */
  deleted: TimedEvent | undefined;
  /** DELETEs for the SPI that left the receiver, named by SPI or standing beside its deletion. */
  departures: { sent: TimedEvent; message: PairedMessage | undefined }[];
}

/** A DELETE without a printed SPI belongs to the deletion that stands this near. [L] */
const BESIDE_MS = 1000;

export const deletionOf = oncePerScene((scene): Deletion => {
  const deleted = scene.event(scene.sa?.inbound.deleted);
  const isNamed = namedBy(scene);
  const isAnswer = answerTo(scene);
  const others = namedByOthers(scene);
  const carriers = carriersOf(scene);
  const none = noDeletes(scene.timeline, scene.receiver);
  const departures = candidates(scene, deleted, carriers).filter(
    ({ sent }) =>
      (carriers.has(sent.ref) || ((isNamed(sent) || isBeside(deleted, sent) || isAnswer(sent)) && !none.has(sent.ref))) &&
      !others(sent.ref),
  );
  return { deleted, departures: withoutNext(scene, deleted, departures, ({ sent }) => carriers.has(sent.ref) || isNamed(sent)) };
});

/** Each SA that goes has a DELETE of its own: what names none, and left behind the end of the next SA though one had left for X before that, is of the next. [C RFC 2408 3.15] */
function withoutNext<Departure extends { sent: TimedEvent }>(
  { timeline, receiver, X }: Scene,
  deleted: TimedEvent | undefined,
  departures: Departure[],
  isCertain: (departure: Departure) => boolean,
): Departure[] {
  const [first] = departures;
  if (deleted === undefined || first === undefined || first.sent.ref < deleted.ref) return departures;
  const next = endsAt(timeline, receiver).find(({ spi, ref }) => spi !== X && ref > first.sent.ref);
  return next === undefined ? departures : departures.filter((departure) => departure.sent.ref < next.ref || isCertain(departure));
}

/** When each inbound SA of the side went, in the order of its record. */
const endsAt = oncePerSide(({ childSas }, side) =>
  childSas
    .flatMap(({ spi, receiver, inbound: { deleted: ref } }) => (receiver === side && ref !== null ? [{ spi, ref }] : []))
    .sort((one, two) => one.ref - two.ref),
);

/** Those that bear a DELETE's id, and those that left behind the deletion or a message of the incident. */
function candidates(scene: Scene, deleted: TimedEvent | undefined, carriers: ReadonlySet<EventRef>): Informational[] {
  const { all, table, byId } = byTime(scene.timeline, scene.receiver);
  const instants = [deleted, ...scene.logs].flatMap((event) => event?.at ?? []);
  const named = [...carriers, ...deletesSent(scene)].flatMap((ref) => [...(byId.get(ref) ?? []), ...idsOf(scene.event(ref), byId)]);
  const near = instants.flatMap((at) => within(table, at, at + BESIDE_MS));
  const found = new Set([...named, ...near].map(({ index }) => index));
  return [...found].sort((one, two) => one - two).flatMap((index) => all[index] ?? []);
}

interface Informational {
  sent: TimedEvent & MessageEvent;
  message: PairedMessage;
}

const byTime = oncePerSide((timeline, side) => {
  const all = informational(timeline, side);
  const places = all.map(({ sent }, index) => ({ sent, index }));
  const byId = grouped(places, ({ sent }): (number | string)[] => [sent.ref, `id ${sent.messageId}`]);
  return { all, byId, table: timetableOf(places, ({ sent }) => sent) };
});

/** In IKEv2 the line that names the SPI stands before its packet, which names none: the first request behind it. [C] ike.md 6 */
function carriersOf(scene: Scene): Set<EventRef> {
  const requests = requestsOf(scene.timeline, scene.receiver);
  const lines = deletesSent(scene)
    .flatMap((ref) => scene.event(ref) ?? [])
    .filter(({ kind }) => kind === 'delete');
  return new Set(
    lines.flatMap((line) => {
      const next = requests[countBefore(requests, line.ref + 1)];
      return next !== undefined && isBeside(line, next) ? [next.ref] : [];
    }),
  );
}

const requestsOf = oncePerSide((timeline, side) =>
  informational(timeline, side)
    .map(({ sent }) => sent)
    .filter(({ version, message, isRetransmission }) => version === 2 && message === 'request' && isRetransmission !== true)
    .sort((one, two) => one.ref - two.ref),
);

function idsOf<Place extends { sent: TimedEvent }>(
  event: TimedEvent | undefined,
  byId: ReadonlyMap<number | string, Place[]>,
): readonly Place[] {
  const id = idOfDelete(event);
  return id === undefined ? [] : nearTo(byId.get(`id ${id}`) ?? [], ({ sent }) => sent, event);
}

function informational(timeline: Timeline, side: Side): Informational[] {
  return messagesFrom(timeline, side).flatMap((message) => {
    const sent = message.sent === null ? undefined : timeline.events[message.sent];
    return isInformational(sent) ? [{ sent, message }] : [];
  });
}

function isInformational(event: TimedEvent | undefined): event is TimedEvent & MessageEvent {
  return event?.kind === 'message' && event.exchange === 'informational';
}

/** The DELETE's own event, or the message that carried it. */
function namedBy(scene: Scene): (sent: TimedEvent & MessageEvent) => boolean {
  const refs = new Set(deletesSent(scene));
  const deletes = [...refs].flatMap((ref) => scene.event(ref) ?? []).filter((event) => idOfDelete(event) !== undefined);
  const named = grouped(deletes, (event) => [idOfDelete(event)]);
  return (sent) => refs.has(sent.ref) || nearTo(named.get(sent.messageId) ?? [], (event) => event, sent).length > 0;
}

/** DELETEs of the same receiver that are on record as those of another SPI. */
function namedByOthers({ timeline, sa, receiver }: Scene): (ref: EventRef) => boolean {
  const own = new Set(sa?.deleteSent);
  return (ref) => namedByAny(timeline, receiver).has(ref) && !own.has(ref);
}

const namedByAny = oncePerSide(
  ({ childSas }, side) => new Set(childSas.flatMap(({ receiver, deleteSent }) => (receiver === side ? deleteSent : []))),
);

function idOfDelete(event: TimedEvent | undefined): number | undefined {
  return event?.kind === 'delete' ? event.messageId : undefined;
}

/** The id of the message that bore a DELETE, or the answer to one, as the end that received it prints it. */
export function idOfReceived(scene: Scene, event: TimedEvent): number | undefined {
  return event.kind !== 'delete' || event.messageId !== undefined ? idOfDelete(event) : bearerOf(scene, event)?.messageId;
}

/** In IKEv2 the packet stands before the line that says what it bore. [C] ike.md 6 */
export function bearerOf({ timeline }: Scene, event: TimedEvent): (TimedEvent & MessageEvent) | undefined {
  const came = receivedBy(timeline, event.side);
  const bearer = came[countBefore(came, event.ref) - 1];
  const gap = gapMs(bearer, event);
  return gap !== undefined && gap <= BESIDE_MS ? bearer : undefined;
}

const receivedBy = oncePerSide((timeline, side) =>
  eventsOfKind(timeline, side, 'message').filter(({ direction, exchange }) => direction === 'received' && exchange === 'informational'),
);

/** S's answer to the request that carried a DELETE: of an IKE SA's it is a bare message, which names nothing. [C RFC 7296 1.4, 2.1] */
export function answerBy({ timeline, receiver }: Scene, sent: TimedEvent | undefined): (TimedEvent & MessageEvent) | undefined {
  if (sent?.kind !== 'message' || sent.version !== 2 || sent.messageId === undefined || sent.message !== 'request') return undefined;
  const came = receivedBy(timeline, receiver);
  return came
    .slice(countBefore(came, sent.ref))
    .find(
      (event) => event.message === 'response' && event.messageId === sent.messageId && event.ikeSpis?.initiator === sent.ikeSpis?.initiator,
    );
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
    const last = instants[firstPlace(instants.length, (place) => (instants[place] ?? 0) > at) - 1];
    return last !== undefined && at - last <= BESIDE_MS;
  };
}
