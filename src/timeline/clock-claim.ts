/** The clock claim is what may be said of the two routers' clocks: matched messages compare stamps, and stamps are of a clock only where their zone is known. */
import { SIDES, type Side } from '../ipsec/side.ts';
import type { ClockEstimate } from './model.ts';
import { printSpan } from './span.ts';
import type { StampedIn } from './stamped-in.ts';

/** Zones lie a whole quarter of an hour apart: stamps that agree better than by half of that were made in one zone. [L] */
const SAME_ZONE_MS = 450_000;

/** `stamps`: the estimate for the stamps as they were read. Where they are of no clock, or of an unknown zone, no offset of the clocks is claimed. */
export function claimOffset(
  stamps: ClockEstimate,
  stampedIn: Record<Side, StampedIn>,
  { names, probed }: { names: Record<Side, string>; probed: ClockEstimate | undefined },
): ClockEstimate {
  const { offsetMs, uncertaintyMs, method } = stamps;
  if (offsetMs === null) return probed ?? stamps;
  const isNear = Math.abs(offsetMs) + (uncertaintyMs ?? 0) < SAME_ZONE_MS;
  const open = SIDES.flatMap((side) => {
    const why = whyOpen(stampedIn[side], isNear);
    return why === undefined ? [] : [`${names[side]} ${why}`];
  });
  if (open.length === 0) return stamps;
  if (probed !== undefined) return probed;
  // How far a date lies from a time since a start is the offset of no clock.
  if (SIDES.some((side) => stampedIn[side].by === 'uptime'))
    return { ...stamps, offsetMs: null, uncertaintyMs: null, method: open.join(', and ') };
  const size = printSpan(offsetMs);
  const apart = size === '0 ms' ? 'agree with' : `are ${size} ${offsetMs < 0 ? 'behind' : 'ahead of'}`;
  const bound = uncertaintyMs === null ? '' : ` (+- ${printSpan(uncertaintyMs)})`;
  const said = `${names.b}'s stamps ${apart} ${names.a}'s${bound}, by ${method}, but ${open.join(', and ')}`;
  return { ...stamps, offsetMs: null, uncertaintyMs: null, method: said };
}

function whyOpen({ by, isKnown }: StampedIn, isNear: boolean): string | undefined {
  if (by === 'relay') return 'is stamped by the relay, not by itself';
  if (by === 'uptime') return 'stamps its uptime';
  return isKnown || isNear ? undefined : 'stamps in a zone that is not known';
}
