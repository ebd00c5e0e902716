/** DELETEs of R for X: those that the record ties to it, or the one that names no SPI where X is all that it can mean. */

import type { DeleteEvent } from '../ipsec/event.ts';
import type { Side } from '../ipsec/side.ts';
import type { EventRef, TimedEvent, Timeline } from '../timeline/model.ts';
import { AT_ONCE_MS } from './apart.ts';
import { isOfOldIkeSa } from './ike-rekey.ts';
import { listened } from './listening.ts';
import { oncePerScene, type Scene } from './scene.ts';
import { isUnprintedEnd } from './unprinted.ts';
import { countBefore, eventsOfKind, oncePerSide, timetableOf, within } from './views.ts';

export function deletesSent(scene: Scene): readonly EventRef[] {
  const named = scene.sa?.deleteSent ?? [];
  const [first] = scene.logs;
  // What names X only behind the message answers it: of the end of X another may have told. [C seed.md 5]
  if (named.some((ref) => first === undefined || ref < first.ref)) return named;
  const unnamed = unnamedDelete(scene);
  return unnamed === undefined ? named : [unnamed.ref, ...named];
}

/** IKEv1 prints no SPI where it sends; with the debug of IPsec off, the first DELETE behind X's making is X's, when no older SA may be meant. [C] ike.md 3.3 */
export const unnamedDelete = oncePerScene((scene): TimedEvent | undefined => {
  const { sa, logs, timeline, receiver } = scene;
  const born = scene.event(sa?.inbound.installed) ?? scene.event(sa?.inbound.created);
  const [first] = logs;
  const gone = scene.event(sa?.inbound.deleted);
  if (first === undefined) return undefined;
  if (gone !== undefined) return deletesOfIkeSas(timeline, receiver).find((event) => isOneAct(event, gone) && event.ref < first.ref);
  if (born === undefined) return unprintedFrom(timeline, receiver).findLast((event) => isUnprintedEnd(scene, event));
  const unnamed = unnamedFrom(timeline, receiver);
  const found = unnamed[countBefore(unnamed, born.ref + 1)];
  if (found === undefined || found.ref >= first.ref || found.at === null || first.at === null || isOlderLeft(scene, born)) return undefined;
  return isOfAnother(scene, found, first) ? undefined : found;
});

/** IPsec was listened to, and printed which SA it was that went. Where it printed none beside the DELETE that it had asked for, its lines are lost. [L ike.md 3.3] */
function isOfAnother({ timeline, receiver }: Scene, sent: TimedEvent, first: TimedEvent): boolean {
  if (sent.at === null || first.at === null) return false;
  if (listened(timeline, 'ipsec', { side: receiver, fromMs: sent.at, toMs: first.at }) !== 'yes') return false;
  return isBesideAnEnd(timeline, receiver, sent.at);
}

/** An inbound SA went at this end at once with that: its IPsec says so. */
export function isBesideAnEnd(timeline: Timeline, side: Side, at: number): boolean {
  return within(goneFrom(timeline, side), at - AT_ONCE_MS, at + AT_ONCE_MS).length > 0;
}

const goneFrom = oncePerSide((timeline, side) =>
  timetableOf(
    eventsOfKind(timeline, side, 'child-sa').filter(({ change, direction }) => change === 'deleted' && direction !== 'outbound'),
    (gone) => gone,
  ),
);

/** An SA of R that was made before X and whose end is not on record. */
function isOlderLeft({ timeline, receiver, incident }: Scene, born: TimedEvent): boolean {
  const oldest = leftAt(timeline, receiver).find(({ spi }) => spi !== incident.spi);
  return oldest !== undefined && oldest.made < born.ref;
}

/** Those whose end is not on record, the oldest first; in a DELETE that S heard S names what R's own line does not. */
const leftAt = oncePerSide(({ childSas }, side) => {
  const left = childSas.flatMap(({ spi, receiver, inbound, deleteSent, deleteReceived }) => {
    const made = inbound.installed ?? inbound.created;
    const isGone = inbound.deleted !== null || deleteSent.length > 0 || deleteReceived.length > 0;
    return receiver === side && made !== null && !isGone ? [{ spi, made }] : [];
  });
  return left.sort((one, two) => one.made - two.made);
});

const isUnnamed = ({ version, what, change, spi }: DeleteEvent) =>
  version === 1 && what === 'child-sa' && change === 'sent' && spi === undefined;

/** In IKEv2 the DELETE of the IKE SA ends its child SAs too, and names none. [C RFC 7296 1.4.1] */
const endsIkeSa = ({ version, what, change }: DeleteEvent) => version === 2 && what === 'ike-sa' && change === 'sent';

const deletesOfIkeSas = oncePerSide((timeline, side) =>
  eventsOfKind(timeline, side, 'delete').filter((event) => endsIkeSa(event) && !isOfOldIkeSa(timeline, event)),
);

function isOneAct(sent: TimedEvent, gone: TimedEvent): boolean {
  return sent.at !== null && gone.at !== null && Math.abs(gone.at - sent.at) <= AT_ONCE_MS;
}

const unprintedFrom = oncePerSide((timeline, side) =>
  [...unnamedFrom(timeline, side), ...deletesOfIkeSas(timeline, side)].sort((one, two) => one.ref - two.ref),
);

/** One whose message S names is no unnamed one, though R's own line does not say whose it was. */
const unnamedFrom = oncePerSide((timeline, side) => {
  const named = new Set(timeline.childSas.flatMap(({ deleteSent }) => deleteSent));
  const ids = new Set([...named].flatMap((ref) => idOf(timeline.events[ref]) ?? []));
  return eventsOfKind(timeline, side, 'delete').filter(
    (event) => isUnnamed(event) && !named.has(event.ref) && !ids.has(event.messageId ?? Number.NaN),
  );
});

const idOf = (event: TimedEvent | undefined): number | undefined =>
  event?.kind === 'message' || event?.kind === 'delete' ? event.messageId : undefined;
