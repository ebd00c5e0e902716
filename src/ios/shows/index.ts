/** The show commands whose output flaptrap reads, by id. */
import { clock } from './clock.ts';
import { cryptoEli } from './crypto-eli.ts';
import { cryptoIkev2Sa } from './crypto-ikev2-sa.ts';
import { cryptoIkev2Stats } from './crypto-ikev2-stats.ts';
import { cryptoIpsecProfile } from './crypto-ipsec-profile.ts';
import { cryptoIpsecSa } from './crypto-ipsec-sa.ts';
import { cryptoIpsecSpiLookup } from './crypto-ipsec-spi-lookup.ts';
import { cryptoIsakmpSa } from './crypto-isakmp-sa.ts';
import { cryptoMap } from './crypto-map.ts';
import { cryptoSession } from './crypto-session.ts';
import { debugging } from './debugging.ts';
import { dir } from './dir.ts';
import { dmvpn } from './dmvpn.ts';
import { eemHistory } from './eem-history.ts';
import { eemPolicy } from './eem-policy.ts';
import { eemVersion } from './eem-version.ts';
import { ipNhrp } from './ip-nhrp.ts';
import { ntpAssociations } from './ntp-associations.ts';
import { ntpStatus } from './ntp-status.ts';
import { qfpDrops } from './qfp-drops.ts';
import { qfpIpsecDrops } from './qfp-ipsec-drops.ts';
import { qfpIpsecSa } from './qfp-ipsec-sa.ts';
import { runningConfig } from './running-config.ts';
import type { Show } from './show.ts';
import { standby } from './standby.ts';
import { users } from './users.ts';
import { version } from './version.ts';

export const SHOWS = {
  clock,
  'crypto-eli': cryptoEli,
  'crypto-ikev2-sa': cryptoIkev2Sa,
  'crypto-ikev2-stats': cryptoIkev2Stats,
  'crypto-ipsec-profile': cryptoIpsecProfile,
  'crypto-ipsec-sa': cryptoIpsecSa,
  'crypto-ipsec-spi-lookup': cryptoIpsecSpiLookup,
  'crypto-isakmp-sa': cryptoIsakmpSa,
  'crypto-map': cryptoMap,
  'crypto-session': cryptoSession,
  debugging,
  dir,
  dmvpn,
  'eem-history': eemHistory,
  'eem-policy': eemPolicy,
  'eem-version': eemVersion,
  'ip-nhrp': ipNhrp,
  'ntp-associations': ntpAssociations,
  'ntp-status': ntpStatus,
  'qfp-drops': qfpDrops,
  'qfp-ipsec-drops': qfpIpsecDrops,
  'qfp-ipsec-sa': qfpIpsecSa,
  'running-config': runningConfig,
  standby,
  users,
  version,
} as const satisfies Record<string, Show>;

/** The show whose output a bundle's file of this name holds. */
export function showOf(fileName: string): Show | undefined {
  return Object.values(SHOWS).find(({ names }) => names.test(fileName));
}
