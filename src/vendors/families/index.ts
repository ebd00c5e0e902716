/** The vendors whose logs are read beside those of IOS, by id, and whose log a text is. */
import { asa } from './asa/asa.ts';
import { fortios } from './fortios.ts';
import { junos } from './junos/junos.ts';
import { libreswan } from './libreswan.ts';
import { panos } from './panos.ts';
import { strongswan } from './strongswan/strongswan.ts';
import type { Vendor } from './vendor.ts';

export const VENDORS = {
  asa,
  fortios,
  junos,
  libreswan,
  panos,
  strongswan,
} as const satisfies Record<string, Vendor>;

export type VendorId = keyof typeof VENDORS;

/** So much of a text says whose it is. */
const SAMPLE_CHARACTERS = 100_000;
/** What IOS prints: its mnemonics, its debugs. */
export const IOS_LINE =
  /%(?!ASA|FTD|PIX)[A-Z][A-Z0-9_]*-[0-7]-[A-Z0-9_]+\s?:|\bISAKMP(?:-PAK|-ERROR)?:? ?\(|\bIPSEC\(\w|\bIKEv2(?:-ERROR|-PAK|-INTERNAL)?:\(/;

/** Whose log this is; undefined when it is an IOS log, or nobody's that is known. */
export function vendorOf(text: string): VendorId | undefined {
  const lines = text.slice(0, SAMPLE_CHARACTERS).split('\n');
  const counted = (Object.keys(VENDORS) as VendorId[]).map((id) => ({ id, count: countLines(lines, VENDORS[id].start) }));
  const best = counted.reduce((one, two) => (two.count > one.count ? two : one));
  return best.count > countLines(lines, IOS_LINE) ? best.id : undefined;
}

function countLines(lines: readonly string[], pattern: RegExp): number {
  return lines.reduce((count, line) => count + (pattern.test(line) ? 1 : 0), 0);
}
