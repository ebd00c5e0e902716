/** Clock words say the offset of two clocks as an engineer would: `branch's clock is 268 days and 2 h behind hq's`; JSON keeps the milliseconds. */
import type { Tunnel } from '../ipsec/peer.ts';
import { SIDES } from '../ipsec/side.ts';
import type { ClockEstimate, Timeline } from '../timeline/model.ts';
import { printSpan } from '../timeline/span.ts';

/** `branch's clock is 1 min and 35 s ahead of hq's (+- 20 ms), by show clock probes`; undefined when the offset is not known. */
export function sayOffset({ offsetMs, uncertaintyMs, method }: ClockEstimate, { a, b }: Tunnel): string | undefined {
  if (offsetMs === null) return undefined;
  const bound = uncertaintyMs === null ? '' : ` (+- ${printSpan(uncertaintyMs)})`;
  const size = printSpan(offsetMs);
  if (size === '0 ms') return `${b.name}'s clock agrees with ${a.name}'s${bound}, by ${method}`;
  return `${b.name}'s clock is ${size} ${offsetMs < 0 ? 'behind' : 'ahead of'} ${a.name}'s${bound}, by ${method}`;
}

const SECOND_MS = 1000;

/** `hq's clock was set back by 2 h: …`, for each that a message tells: without it a time of the report contradicts the line that it cites. [C %SYS-6-CLOCKUPDATE] */
export function sayClockSteps({ listening, tunnel }: Pick<Timeline, 'listening' | 'tunnel'>): string[] {
  return SIDES.flatMap((side) => {
    const steps = listening[side].clockSteps.flatMap(({ fromAt, toAt }) => (fromAt === null || toAt === null ? [] : [toAt - fromAt]));
    const felt = steps.filter((step) => Math.abs(step) >= SECOND_MS);
    if (felt.length === 0) return [];
    const said = felt.map((step) => `${step < 0 ? 'back' : 'on'} by ${printSpan(Math.abs(step))}`).join(', then ');
    return [`${tunnel[side].name}'s clock was set ${said}: what it stamped before is told by the clock that holds at the end`];
  });
}
