/** The maker of X is the IKE SA in which R negotiated it. */
import { gapMs } from '../timeline/event-order.ts';
import { AT_ONCE_MS } from './apart.ts';
import { oncePerScene } from './scene.ts';
import { countBefore, eventsOfKind } from './views.ts';

/** By the SPI of its initiator, as the message bears it behind which R made X; undefined where the record does not tie the two. [C RFC 7296 3.1] */
export const makerOf = oncePerScene((scene): string | undefined => {
  const { timeline, receiver, sa } = scene;
  const made = scene.event(sa?.inbound.created) ?? scene.event(sa?.inbound.installed);
  if (made === undefined) return undefined;
  const messages = eventsOfKind(timeline, receiver, 'message');
  const last = messages[countBefore(messages, made.ref) - 1];
  const gap = gapMs(last, made);
  const isMaking = last?.exchange === 'create-child-sa' || last?.exchange === 'ike-auth';
  return isMaking && gap !== undefined && gap <= AT_ONCE_MS ? last.ikeSpis?.initiator : undefined;
});
