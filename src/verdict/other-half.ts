/** The other half of X's pair goes the other way: one negotiation makes both, so that what R says of it is said of X, too. */

import { gapMs } from '../timeline/event-order.ts';
import type { ChildSa, EventRef } from '../timeline/model.ts';
import { oncePerScene, type Scene } from './scene.ts';

/** S creates both halves in one step. [C ike.md 4.4] */
const ONE_STEP_MS = 20;

/** The SA that S made for itself in the step in which it made X for sending; undefined where there are several, or none. [C RFC 2409 5.5, RFC 7296 1.3.1] */
export const otherHalf = oncePerScene((scene): ChildSa | undefined => {
  const made = scene.event(scene.sa?.outbound.created);
  const halves = scene.timeline.childSas.filter(({ receiver, inbound }) => {
    const gap = gapMs(made, scene.event(inbound.created));
    return receiver === scene.sender && gap !== undefined && Math.abs(gap) <= ONE_STEP_MS;
  });
  return halves.length === 1 ? halves[0] : undefined;
});

/** R's own lines of the other half: it has made the pair, or sends with it. */
export function otherHalfAtReceiver(scene: Scene): EventRef[] {
  const { created, installed, enabled, switched } = otherHalf(scene)?.outbound ?? {};
  return [created, installed, enabled, switched].filter((ref) => ref != null);
}
