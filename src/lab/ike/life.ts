/** The life of an SA is counted in kilobytes by each end and direction, and in seconds; whichever is over first ends the pair, hard. [L] ike.md 7, 8.10, 8.11 */
import { deleteChild } from './deletion.ts';
import type { Endpoint } from './endpoint.ts';
import type { ChildSa } from './sa.ts';

export type Direction = 'inbound' | 'outbound';

/** A successor is asked for when so much is left. [L] Cisco's command reference: 256 kilobytes less than the lifetime */
const SOFT_KILOBYTES = 256;
/** How long the data plane of IOS XE goes on dropping before IKE has taken the SA away. [U] */
const XE_REMOVAL_MS = 20;

/** Takes note of a packet under that SPI; false when its SA's life is over, and the packet is lost. */
export function carry(endpoint: Endpoint, direction: Direction, spi: number, bytes: number): boolean {
  const { plane, childSas } = endpoint;
  const child = childSas.find((each) => each[direction] === spi);
  // An SA that IKE has deleted: nobody watches its life.
  if (child === undefined) return true;
  plane.carried[direction].set(spi, (plane.carried[direction].get(spi) ?? 0) + bytes);
  const left = leftKilobytes(endpoint, child, direction);
  if (left > 0 && !plane.dying.has(child)) {
    if (left <= SOFT_KILOBYTES) announce(endpoint, child);
    return true;
  }
  plane.hardExpired[direction] += 1;
  expire(endpoint, child);
  return false;
}

/** Its life is over: nothing goes by it any more, and IKE takes it away. */
export function expire(endpoint: Endpoint, child: ChildSa): void {
  const { platform, traits, plane } = endpoint;
  if (plane.dying.has(child)) return;
  plane.dying.add(child);
  const remove = (): void => deleteChild(endpoint, child, { isTold: !traits.expiresSilently });
  if (platform === 'ios-xe') endpoint.later(XE_REMOVAL_MS, remove);
  else remove();
}

/**
 * After so long without a packet either way R's pairs go. [C the timer] IPsec Security Association Idle Timers; what IOS prints of it, and whether it
 * tells the peer, is in no text: here it does not. [U]
 */
export function watchIdle(endpoint: Endpoint, seconds: number): void {
  const { plane, ledger } = endpoint;
  const carried = plane.encapsulated + plane.decapsulated;
  endpoint.later(seconds * 1000, () => {
    const isIdle = plane.encapsulated + plane.decapsulated === carried;
    if (!isIdle) watchIdle(endpoint, seconds);
    else
      for (const child of [...endpoint.childSas]) {
        ledger.ipsec('IPSEC(key_engine_delete_sas): SA idle timer expired');
        deleteChild(endpoint, child, { isTold: false });
      }
  });
}

/** As `show crypto ipsec sa` has it. */
export function leftKilobytes({ plane }: Endpoint, child: ChildSa, direction: Direction): number {
  const used = (plane.carried[direction].get(child[direction]) ?? 0) / 1024;
  return Math.max(0, Math.floor(child.remainingKilobytes - used));
}

/** The line has seconds in the only form that is known; what it prints when kilobytes are at their end is unknown. [L, U] ike.md 4.1 */
function announce(endpoint: Endpoint, child: ChildSa): void {
  const { plane, ledger, traits, clock } = endpoint;
  if (plane.announced.has(child.inbound)) return;
  plane.announced.add(child.inbound);
  const seconds = Math.round(child.lifetimeSeconds - (clock.now() - child.bornAtMs) / 1000);
  ledger.ipsec(`IPSEC(lifetime_expiry): SA lifetime threshold reached, expiring in ${seconds} seconds`);
  if (traits.asksForSuccessor && !child.isRekeyed) endpoint.request(child);
}
