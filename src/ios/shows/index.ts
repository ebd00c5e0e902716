/** The show commands whose output flaptrap reads, by id. */

import { cryptoCallAdmission, cryptoEli, cryptoIkev2Errors } from './counters.ts';
import { interfaces, ipNatStatistics, policyMapControlPlane } from './counters-below.ts';
import { cryptoIpsecProfile, cryptoIpsecSpiLookup } from './crypto-ipsec.ts';
import { cryptoIpsecSa } from './crypto-ipsec-sa.ts';
import { cryptoMap } from './crypto-map.ts';
import { debugging } from './debugging.ts';
import { dir } from './dir.ts';
import { dmvpn } from './dmvpn.ts';
import { eemHistory, eemPolicy, eemVersion } from './eem.ts';
import { cryptoGdoi } from './gdoi.ts';
import { cryptoIkev2Sa, cryptoIsakmpSa } from './ike.ts';
import { cryptoIkev2Session } from './ikev2-session.ts';
import { cryptoIkev2Stats } from './ikev2-stats.ts';
import { ipNhrp } from './nhrp.ts';
import { ipNhrpNhs } from './nhs.ts';
import { qfpDrops, qfpIpsecDrops, qfpIpsecSa, qfpIpsecState } from './qfp.ts';
import { runningConfig } from './running-config.ts';
import { cryptoSession } from './session.ts';
import type { Show } from './show.ts';
import { redundancy, standby } from './standby.ts';
import { standbyDelay, standbyInternal, standbyNeighbors } from './standby-around.ts';
import { clock, ntpAssociations, ntpStatus } from './time.ts';
import { users } from './users.ts';
import { version } from './version.ts';
import { ipNatTranslations, ipRoute } from './way.ts';

export const SHOWS = {
  clock,
  'crypto-call-admission': cryptoCallAdmission,
  'crypto-eli': cryptoEli,
  'crypto-gdoi': cryptoGdoi,
  'crypto-ikev2-errors': cryptoIkev2Errors,
  'crypto-ikev2-sa': cryptoIkev2Sa,
  'crypto-ikev2-session': cryptoIkev2Session,
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
  interfaces,
  'ip-nat-statistics': ipNatStatistics,
  'ip-nat-translations': ipNatTranslations,
  'ip-nhrp': ipNhrp,
  'ip-nhrp-nhs': ipNhrpNhs,
  'ip-route': ipRoute,
  'ntp-associations': ntpAssociations,
  'ntp-status': ntpStatus,
  'policy-map-control-plane': policyMapControlPlane,
  'qfp-drops': qfpDrops,
  'qfp-ipsec-drops': qfpIpsecDrops,
  'qfp-ipsec-sa': qfpIpsecSa,
  'qfp-ipsec-state': qfpIpsecState,
  redundancy,
  'running-config': runningConfig,
  standby,
  'standby-delay': standbyDelay,
  'standby-internal': standbyInternal,
  'standby-neighbors': standbyNeighbors,
  users,
  version,
} as const satisfies Record<string, Show>;

/** The show whose output a bundle's file of this name holds. */
export function showOf(fileName: string): Show | undefined {
  return Object.values(SHOWS).find(({ names }) => names.test(fileName));
}

/** `show_logging.txt`, `show_monitor_event_trace_crypto_all.txt`, `show_tech_support.txt` among the shows; anything that is no show. */
export const LOG_FILE = /^(?!show_)|^show_(?:log|monitor_event|event_trace|tech)/i;

export function isLogFile(name: string): boolean {
  return LOG_FILE.test(name) && showOf(name) === undefined;
}
