/** A cause is told with no more than its lines say: who let the SA go first, and what only is left. */
import { expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import type { JudgedIncident } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { DELETE_LOST } from './stories.ts';

const [MADE_B = ''] = DELETE_LOST.b.split('Sep  2 13:35:00.000');
const [MADE_A = ''] = DELETE_LOST.a.split('Sep  2 13:38:00.000');
const LATER = 'Sep  2 13:38:00.000: %HA_EM-5-LOG: FLAPTRAP-0123abcd-CALL: the tail ends, debugs were on until here\n';

const deleted = (at: string, local: string, remote: string) => `Sep  2 ${at}: IPSEC(delete_sa): deleting SA,
  (sa) sa_dest= 198.51.100.1, sa_proto= 50,
    sa_spi= 0xB761863E(3076621886),
    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2003
    sa_lifetime(k/sec)= (4608000/3600),
  (identity) local= ${local}:0, remote= ${remote}:0,
    local_proxy= 10.2.0.0/255.255.0.0/256/0,
    remote_proxy= 10.1.0.0/255.255.0.0/256/0
`;
const MESSAGE =
  "Sep  2 13:35:00.025: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=0xB761863E(3076621886), srcaddr=192.0.2.1\n";
const WORD = 'Sep  2 13:35:00.014: ISAKMP:(1001): processing DELETE payload. message ID = 77160012\n';

function told(typed: string): JudgedIncident {
  const a = `${MADE_A}${typed}${deleted('13:35:00.000', '192.0.2.1', '198.51.100.1')}${LATER}`;
  const b = `${MADE_B}${WORD}${deleted('13:35:00.016', '198.51.100.1', '192.0.2.1')}${MESSAGE}${LATER}`;
  const [incident] = judge(timelineOf({ a, b })).incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return incident;
}

it.each([
  ['hq#clear crypto sa peer 198.51.100.1\n', 'when its SAs were cleared', 'operator'],
  ['hq#clear crypto session\n', 'when its SAs were cleared', 'operator'],
  ['', 'of itself', 'healed'],
])('who let the SA go itself did not hear of its end: %j', (typed, when, how) => {
  const { cause, chain } = told(typed);
  expect(cause.id).toBe('rekey-reorder');
  expect(cause.summary).toMatch(`hq let 0xB761863E go ${when} and told branch`);
  expect(cause.evidence.some(({ text }) => text.includes('#clear crypto'))).toBe(typed !== '');
  expect(chain.heals.how).toBe(how);
});
