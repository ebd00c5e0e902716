/** A foreign peer is the end that is not ours: nothing is done to it, and its operator is asked for what would tell its half of the story. */
import { VENDORS, type VendorId } from '../vendors/families/index.ts';

interface ForeignVendor {
  title: string;
  /** What its operator is asked for, in the vendor's own words. */
  ask: string;
}

const read = Object.fromEntries(
  Object.entries(VENDORS).map(([id, { title, ask }]) => [id, { title, ask: `${ask.log}, and ${ask.sas}` }]),
) as Record<VendorId, ForeignVendor>;

/** Those whose logs are read, Cisco IOS in other hands, and whoever is none of them, such as a cloud's gateway. */
export const FOREIGN_VENDORS = {
  ...read,
  ios: {
    title: 'Cisco IOS or IOS XE',
    ask: '`show logging` with `debug crypto isakmp` or `debug crypto ikev2` and `debug crypto ipsec` on under `debug crypto condition peer ipv4 ADDRESS`, and `show crypto ipsec sa peer ADDRESS detail`',
  },
  other: {
    title: 'another vendor',
    ask: 'the log of its IKE daemon (a cloud: the tunnel logs of its VPN gateway), with the SPI of each IPsec SA that it makes and deletes',
  },
} as const satisfies Record<string, ForeignVendor>;

export type ForeignVendorId = keyof typeof FOREIGN_VENDORS;

/** What is known of a foreign peer in a plan. */
export interface Foreign {
  vendor: ForeignVendorId;
  title: string;
  ask: string;
}

/** One sentence for whoever has to ask. */
export function sayAsk(name: string, { title, ask }: Foreign, from: string, to: string): string {
  return `${name} is not ours (${title}): ask its operator for ${ask}; from ${from} to ${to}`;
}

/** `ours`: the address under which the other operator knows our router. */
export function foreignOf(vendor: ForeignVendorId, ours: string): Foreign {
  const { title, ask } = FOREIGN_VENDORS[vendor];
  return { vendor, title, ask: ask.replaceAll('ADDRESS', ours) };
}
