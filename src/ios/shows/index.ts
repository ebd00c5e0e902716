/** The show commands whose output flaptrap reads, by id. */
import { clock } from './clock.ts';
import { cryptoIpsecSa } from './crypto-ipsec-sa.ts';
import { cryptoIsakmpSa } from './crypto-isakmp-sa.ts';
import { cryptoSession } from './crypto-session.ts';
import { ntpStatus } from './ntp-status.ts';
import { runningConfig } from './running-config.ts';
import type { Show } from './show.ts';
import { version } from './version.ts';

export const SHOWS = {
  clock,
  'crypto-ipsec-sa': cryptoIpsecSa,
  'crypto-isakmp-sa': cryptoIsakmpSa,
  'crypto-session': cryptoSession,
  'ntp-status': ntpStatus,
  'running-config': runningConfig,
  version,
} as const satisfies Record<string, Show>;

/** The show whose output a bundle's file of this name holds. */
export function showOf(fileName: string): Show | undefined {
  return Object.values(SHOWS).find(({ names }) => names.test(fileName));
}
