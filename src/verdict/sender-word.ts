/** The sender's word is what S itself told R when X went: a DELETE, or INITIAL_CONTACT. */
import type { DeleteEvent, NotifyEvent } from '../ipsec/event.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { apart, COARSEST_MS } from './apart.ts';
import { anyOf, lastBefore } from './clues.ts';
import { endingOf } from './ending.ts';
import { isOfNeighbour } from './facts/rebinding.ts';
import type { Scene } from './scene.ts';

/** What goes because S says so goes at once. [C RFC 7296 1.4.1] */
const AT_ONCE_MS = 1000;
const isReceived = ({ change }: DeleteEvent) => change === 'received';
const isInitialContact = ({ notify, direction }: NotifyEvent) => notify === 'INITIAL_CONTACT' && direction === 'received';

/** S's DELETE or INITIAL_CONTACT, at once behind which R let X go. */
export function wordOfSender(scene: Scene): TimedEvent | undefined {
  const { receiver } = scene;
  const ending = endingOf(scene);
  if (ending === undefined || ending.toldBy === 'sender') return undefined;
  const isJustBefore = (event: TimedEvent): boolean => {
    const gap = apart(event, ending.event);
    return gap !== undefined && gap.leastMs <= AT_ONCE_MS && gap.mostMs >= 0 && !isOfNeighbour(scene, event);
  };
  const since = { event: ending.event, ms: AT_ONCE_MS + 2 * COARSEST_MS };
  return (
    lastBefore(scene, anyOf(scene, receiver, 'notify', isInitialContact), isJustBefore, since) ??
    lastBefore(scene, anyOf(scene, receiver, 'delete', isReceived), isJustBefore, since)
  );
}
