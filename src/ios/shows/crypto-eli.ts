/** `show crypto eli` says what the crypto hardware has in use, and how often it had no room. */
import { shownEach } from '../shown-each.ts';
import type { Show } from './show.ts';

/** ` IPSec-Session :     2 active,  3500 max, 0 failed` [L] */
export const ELI_ROW =
  /^\s{0,8}(?<name>[A-Za-z0-9-]{1,40})\s{0,8}: {1,20}\d{1,12} active, {1,8}\d{1,12} max, {1,8}(?<failed>\d{1,12}) failed/;

export const cryptoEli: Show = {
  id: 'crypto-eli',
  command: 'show crypto eli',
  names: /^show_crypto_eli/i,
  read: (text) => ({ counters: shownEach(text, ELI_ROW, ({ name, failed }) => ({ name: `${name} failed`, count: Number(failed) })) }),
  samples: ['Hardware Encryption : ACTIVE\n Number of hardware crypto engines = 1\n IPSec-Session :     2 active,  3500 max, 0 failed'],
};
