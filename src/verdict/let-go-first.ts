/** Which end let X go first, or whether its IKE SA went, is told by the debugs of IPsec alone: IKE had told the one end to delete, and not the other. */
import { gapMs } from '../timeline/event-order.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { isByIke, SENT_AGAIN_MS } from './lived.ts';
import type { Scene } from './scene.ts';
import { NEW_MS } from './unprinted.ts';

export interface LetGo {
  /** `sender`: S of itself, and R by its word; `ike`: at both ends their IKE SA took X along. */
  by: 'sender' | 'ike';
  atReceiver: TimedEvent;
  atSender: TimedEvent;
}

/** `rec'd delete notify from ISAKMP` is a DELETE that came, an INITIAL_CONTACT, or a phase 1 that went. [C] ike.md 4.1 */
export function letGoBy(scene: Scene): LetGo | undefined {
  const { inbound, outbound } = scene.sa ?? {};
  const [atReceiver, atSender] = [scene.event(inbound?.deleted), scene.event(outbound?.deleted)];
  if (atReceiver === undefined || atSender === undefined || !isByIke(atReceiver)) return undefined;
  const [livedAtR, livedAtS] = [gapMs(scene.event(inbound?.created), atReceiver), gapMs(scene.event(outbound?.created), atSender)];
  if (livedAtR === undefined || livedAtS === undefined || Math.abs(livedAtS - livedAtR) > SENT_AGAIN_MS) return undefined;
  if (!isByIke(atSender)) return { by: 'sender', atReceiver, atSender };
  // Of two new SAs that crossed, and of a new one that a packet killed, IKE lets one go by itself.
  return livedAtR > NEW_MS ? { by: 'ike', atReceiver, atSender } : undefined;
}
