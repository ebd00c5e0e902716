/** Clock words say the offset of two clocks as an engineer would: `branch's clock is 268 days and 2 h behind hq's`; JSON keeps the milliseconds. */
import type { Tunnel } from '../ipsec/peer.ts';
import type { ClockEstimate } from '../timeline/model.ts';
import { printSpan } from '../timeline/span.ts';

/** `branch's clock is 1 min and 35 s ahead of hq's (+- 20 ms), by show clock probes`; undefined when the offset is not known. */
export function sayOffset({ offsetMs, uncertaintyMs, method }: ClockEstimate, { a, b }: Tunnel): string | undefined {
  if (offsetMs === null) return undefined;
  const bound = uncertaintyMs === null ? '' : ` (+- ${printSpan(uncertaintyMs)})`;
  const size = printSpan(offsetMs);
  if (size === '0 ms') return `${b.name}'s clock agrees with ${a.name}'s${bound}, by ${method}`;
  return `${b.name}'s clock is ${size} ${offsetMs < 0 ? 'behind' : 'ahead of'} ${a.name}'s${bound}, by ${method}`;
}
