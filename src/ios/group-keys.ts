/** What the shows of GETVPN say of the keys of a group: the one that protects rekeys, and those that protect traffic. */
import { parseHexSpi } from '../ipsec/spi.ts';
import type { ShownGroup } from './shown-getvpn.ts';

/** `    Lifetime (secs)          : 1109`, of the KEK */
export const KEK_LIFETIME = /^\s*Lifetime \(secs\)\s{0,30}: (\d{1,9})/;
/** `        sa timing:remaining key lifetime (sec): (510)` */
export const TEK_LIFETIME = /^\s*sa timing: ?remaining key lifetime \(sec\): \(?(\d{1,9})\)?/;
/** `    orig life(sec)     : 600           remaining life(sec)   : 188`, there of the KEK, and below it of each key for traffic */
export const REMAINING_LIFE = /\bremaining life\(sec\)\s{0,20}: (\d{1,9})/;
/** `       spi: 0x3F2A9C11(1059757073)`, `     Current SPI : 0x3F2A9C11`, `   SPI = 0x3F2A9C11` */
export const GROUP_SPI = /^\s*(?:current )?spi\s{0,20}[:=] ?(0x[0-9A-Fa-f]{1,8})\b/i;

/** The key that protects rekeys, and those that protect traffic. [C] RFC 6407 1.2 */
export function followKeys(group: ShownGroup, text: string): void {
  const kek = KEK_LIFETIME.exec(text)?.[1];
  if (kek !== undefined) group.kekSeconds = Number(kek);
  const spi = parseHexSpi(GROUP_SPI.exec(text)?.[1] ?? '');
  if (spi !== undefined) group.spis = [...(group.spis ?? []), spi];
  const remaining = REMAINING_LIFE.exec(text)?.[1];
  if (remaining !== undefined && group.spis === undefined) group.kekSeconds = Number(remaining);
  const left = TEK_LIFETIME.exec(text)?.[1] ?? (group.spis === undefined ? undefined : remaining);
  if (left !== undefined) group.spiSeconds = [...(group.spiSeconds ?? []), Number(left)];
}
