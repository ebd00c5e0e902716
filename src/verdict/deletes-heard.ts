/** DELETEs that S heard for X: those that name it, or the one of the IKE SA that carried it. */
import type { PairedMessage, TimedEvent } from '../timeline/model.ts';
import { isBefore } from './apart.ts';
import { deletesSent, isBesideAnEnd, unnamedDelete } from './deletes-sent.ts';
import { deletionOf } from './deletion.ts';
import { endingOf } from './ending.ts';
import type { Scene } from './scene.ts';
import { eventsOfKind, messagesOf, oncePerSide } from './views.ts';

/** S's record of R's DELETEs for X. */
export function heardBy(scene: Scene): TimedEvent[] {
  const named = (scene.sa?.deleteReceived ?? []).flatMap((ref) => scene.event(ref) ?? []);
  const ofIkeSa = named.length > 0 ? undefined : heardOfIkeSa(scene);
  return ofIkeSa === undefined ? named : [ofIkeSa];
}

/** The DELETE of the IKE SA names no child SA at S either. [C RFC 7296 1.4.1] */
function heardOfIkeSa(scene: Scene): TimedEvent | undefined {
  const sent = unnamedDelete(scene) ?? endingOf(scene)?.event;
  if (sent?.kind !== 'delete' || sent.version !== 2 || sent.what !== 'ike-sa' || sent.change !== 'sent') return undefined;
  return eventsOfKind(scene.timeline, scene.sender, 'delete').find(
    (event) => event.change === 'received' && event.what === 'ike-sa' && isBefore(event, sent) !== 'yes',
  );
}

/** What S heard left R: a record of R that does not have it lacks lines, and its silence about X says nothing. */
export function heardUnsent(scene: Scene): TimedEvent | undefined {
  const [heard] = heardBy(scene);
  return deletesSent(scene).length > 0 || deletionOf(scene).departures.length > 0 ? undefined : heard;
}

/** IKEv1 of 12.4 names no SPI at either end: what S reads as a DELETE is a message of R, and with the end of X not on record it may be X's. [C] ike.md 3.3 */
export function heardNameless(scene: Scene): TimedEvent | undefined {
  const { timeline, sender, receiver, births, logs } = scene;
  const [first] = logs;
  if (first === undefined || endingOf(scene) !== undefined) return undefined;
  const mayBeOfX = ({ ref, at }: TimedEvent) =>
    ref < first.ref && ref > (births[0]?.ref ?? -1) && !(at !== null && isBesideAnEnd(timeline, receiver, at));
  const isSentFor = (id: number | undefined, { from, sent }: PairedMessage) => {
    const message = from === receiver ? scene.event(sent) : undefined;
    return message?.kind === 'message' && message.messageId === id && mayBeOfX(message);
  };
  return namelessAt(timeline, sender).findLast(({ messageId: id }) => messagesOf(timeline, id).some((each) => isSentFor(id, each)));
}

/** Hardly any log has one. */
const namelessAt = oncePerSide((timeline, side) =>
  eventsOfKind(timeline, side, 'delete').filter(({ version, change, spi }) => version === 1 && change === 'received' && spi === undefined),
);
