/** A rekey of the IKE SA hands its child SAs over: the DELETE of the old IKE SA behind it ends none of them. [C RFC 7296 2.8, 2.18] */
import type { MessageEvent } from '../ipsec/event.ts';
import { gapMs } from '../timeline/event-order.ts';
import type { TimedEvent, Timeline } from '../timeline/model.ts';
import { countBefore, eventsOfKind, oncePerSide } from './views.ts';

/** Who has rekeyed deletes the old one when the new one stands. [C RFC 7296 2.8; L how soon] */
const HANDED_OVER_MS = 60_000;

export function isOfOldIkeSa(timeline: Timeline, event: TimedEvent): boolean {
  const rekeys = ikeRekeysOf(timeline, event.side);
  const last = rekeys[countBefore(rekeys, event.ref) - 1];
  const gap = gapMs(last, event);
  return gap !== undefined && gap >= 0 && gap <= HANDED_OVER_MS;
}

/** The end that sends prints no more than ` ENCR`: one of the two messages is received, and its payloads are printed. [C] ike.md 6 */
const ikeRekeysOf = oncePerSide((timeline, side) => eventsOfKind(timeline, side, 'message').filter(isIkeRekey));

/** SA and KE, and no traffic selectors. [C RFC 7296 1.3.2] */
function isIkeRekey({ version, exchange, payloads }: MessageEvent): boolean {
  if (version !== 2 || exchange !== 'create-child-sa') return false;
  const has = (name: string) => payloads.some((each) => each.startsWith(name));
  return has('SA') && has('KE') && !has('TS');
}
