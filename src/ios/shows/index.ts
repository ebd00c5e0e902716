/** The show commands whose output flaptrap reads, by id. */
import { clock } from './clock.ts';
import { cryptoIkev2Sa } from './crypto-ikev2-sa.ts';
import { cryptoIpsecSa } from './crypto-ipsec-sa.ts';
import { cryptoIpsecSpiLookup } from './crypto-ipsec-spi-lookup.ts';
import { cryptoIsakmpSa } from './crypto-isakmp-sa.ts';
import { cryptoMap } from './crypto-map.ts';
import { cryptoSession } from './crypto-session.ts';
import { dmvpn } from './dmvpn.ts';
import { ntpStatus } from './ntp-status.ts';
import { qfpDrops } from './qfp-drops.ts';
import { qfpIpsecDrops } from './qfp-ipsec-drops.ts';
import { qfpIpsecSa } from './qfp-ipsec-sa.ts';
import { runningConfig } from './running-config.ts';
import type { Show } from './show.ts';
import { standby } from './standby.ts';
import { version } from './version.ts';

export const SHOWS = {
  clock,
  'crypto-ikev2-sa': cryptoIkev2Sa,
  'crypto-ipsec-sa': cryptoIpsecSa,
  'crypto-ipsec-spi-lookup': cryptoIpsecSpiLookup,
  'crypto-isakmp-sa': cryptoIsakmpSa,
  'crypto-map': cryptoMap,
  'crypto-session': cryptoSession,
  dmvpn,
  'ntp-status': ntpStatus,
  'qfp-drops': qfpDrops,
  'qfp-ipsec-drops': qfpIpsecDrops,
  'qfp-ipsec-sa': qfpIpsecSa,
  'running-config': runningConfig,
  standby,
  version,
} as const satisfies Record<string, Show>;

/** The show whose output a bundle's file of this name holds. */
export function showOf(fileName: string): Show | undefined {
  return Object.values(SHOWS).find(({ names }) => names.test(fileName));
}
