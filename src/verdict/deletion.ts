/** A deletion is the end of the unknown SPI's SA at its receiver: when, and which DELETE told the sender of it. */
import type { MessageEvent } from '../ipsec/event.ts';
import type { PairedMessage, TimedEvent } from '../timeline/model.ts';
import { Scene } from './scene.ts';

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
  const informational = scene.messagesFrom(scene.receiver).filter(({ sent }) => isInformational(scene.event(sent)));
  const named = new Set(scene.sa?.deleteSent ?? []);
  const departures = informational.flatMap((message) => {
    const sent = scene.event(message.sent);
    const isMeant = sent !== undefined && (isNamed(scene, sent, named) || isBeside(deleted, sent) || isAnswer(scene, sent));
    return isMeant ? [{ sent, message }] : [];
  });
  return { deleted, departures };
}

function isInformational(event: TimedEvent | undefined): event is TimedEvent & MessageEvent {
  return event?.kind === 'message' && event.exchange === 'informational';
}

/** The DELETE's own event, or the message that carried it. */
function isNamed(scene: Scene, sent: TimedEvent, named: ReadonlySet<number>): boolean {
  if (named.has(sent.ref)) return true;
  const messageId = sent.kind === 'message' ? sent.messageId : undefined;
  return [...named].some((ref) => {
    const event = scene.event(ref);
    return event?.kind === 'delete' && messageId !== undefined && event.messageId === messageId;
  });
}

function isBeside(deleted: TimedEvent | undefined, sent: TimedEvent): boolean {
  const gap = Scene.gapMs(deleted, sent);
  return gap !== undefined && gap >= 0 && gap <= BESIDE_MS;
}

/** IOS answers an unknown SPI with a DELETE for it over the IKE SA that stands. [C] seed.md 5 */
function isAnswer({ logs }: Scene, sent: TimedEvent): boolean {
  return logs.some((log) => isBeside(log, sent));
}
