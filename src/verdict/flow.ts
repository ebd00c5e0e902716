/** A flow is what an SA protects, as its lines print it: a router may have several with one peer. */
import { type Address, type AddressRange, isWithin, readAddress, readRange } from '../ipsec/address.ts';
import type { TimedEvent } from '../timeline/model.ts';

/** Undefined where the line does not say. */
export function flowOf(event: TimedEvent | undefined): string | undefined {
  if (event?.kind !== 'child-sa' || event.localProxy === undefined || event.remoteProxy === undefined) return undefined;
  return `${event.localProxy} ${event.remoteProxy}`;
}

/** Both lines of one end print what they protect, and no packet belongs to both: a request may be wider than what is then made of it. [C RFC 7296 2.9] */
export function isOtherTraffic(one: TimedEvent, two: TimedEvent | undefined): boolean {
  if (one.kind !== 'child-sa' || two?.kind !== 'child-sa') return false;
  return isApart(one.localProxy, two.localProxy) || isApart(one.remoteProxy, two.remoteProxy);
}

/** `10.1.0.0/255.255.0.0/256/0` and `10.1.0.0/255.255.0.0/0/0 (type=4)` are one network. [C ike.md 4.1] */
function isApart(one: string | undefined, two: string | undefined): boolean {
  const [first, second] = [networkOf(one), networkOf(two)];
  if (first === undefined || second === undefined) return false;
  return !isWithin(first.range, second.from) && !isWithin(second.range, first.from);
}

function networkOf(proxy = ''): { range: AddressRange; from: Address } | undefined {
  const [text = '', mask] = proxy.split('/');
  const [range, from] = [readRange(text, mask), readAddress(text)];
  return range === undefined || from === undefined ? undefined : { range, from };
}
