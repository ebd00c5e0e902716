/** Heard since is what came of S, behind its supposed death, in an IKE SA that stood before it: another IKE SA of the same address had died. */
import type { MessageEvent } from '../ipsec/event.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { isBefore } from './apart.ts';
import { anyOf } from './clues.ts';
import type { Scene } from './scene.ts';
import { countBefore } from './views.ts';

/** An old IKE SA behind its rekey, or that of the same addresses in another VRF. [C RFC 7296 2.18; L] The first such message between the death and the end of X. */
export function heardSince(scene: Scene, dead: TimedEvent, gone: TimedEvent | undefined): TimedEvent | undefined {
  if (gone === undefined || gone.side !== dead.side) return undefined;
  const all = anyOf(scene, dead.side, 'message', hasIkeSa);
  const since = countBefore(all, dead.ref);
  const older = new Set(all.slice(0, since).flatMap(({ ikeSpis }) => ikeSpis?.initiator ?? []));
  return all.slice(since, countBefore(all, gone.ref)).find((event) => isOfOlder(event, older) && isBetween(dead, event, gone));
}

/** IKEv1 prints no cookies: which phase 1 a message is of is not told. [C ike.md 3.2] */
const hasIkeSa = ({ version, ikeSpis }: MessageEvent) => version === 2 && ikeSpis !== undefined;

function isOfOlder({ direction, exchange, ikeSpis }: MessageEvent, older: ReadonlySet<string>): boolean {
  const isInside = exchange === 'create-child-sa' || exchange === 'informational';
  return direction === 'received' && isInside && ikeSpis !== undefined && older.has(ikeSpis.initiator);
}

function isBetween(dead: TimedEvent, event: TimedEvent, gone: TimedEvent): boolean {
  return isBefore(dead, event) === 'yes' && isBefore(event, gone) === 'yes';
}
