/** One packet that comes late and no more is no ground to upgrade a router; a data plane that goes on sending is. */
import { expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { DELETE_HEARD } from './stories.ts';

const GIVEN_UP = `Sep  2 13:35:00.008: IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP
Sep  2 13:35:00.008: IPSEC(delete_sa): deleting SA,
  (sa) sa_dest= 198.51.100.1, sa_proto= 50,
    sa_spi= 0xB761863E(3076621886),
    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2004
    sa_lifetime(k/sec)= (4608000/3600),
  (identity) local= 192.0.2.1:0, remote= 198.51.100.1:0,
    local_proxy= 10.1.0.0/255.255.0.0/256/0,
    remote_proxy= 10.2.0.0/255.255.0.0/256/0
`;
const a = DELETE_HEARD.a.replace('Sep  2 13:38', `${GIVEN_UP}Sep  2 13:38`);
const once = DELETE_HEARD.b.replace(/^.*13:37:48\.039.*\n/m, '').replace('13:36:47.287', '13:35:01.200');
const causeOf = (b: string) => judge(timelineOf({ a, b })).incidents[0]?.cause;

it('one late packet that passed by itself asks for a capture, and for no upgrade', () => {
  const cause = causeOf(once);
  expect(cause).toMatchObject({ id: 'sender-data-plane-stale', confidence: 'possible' });
  expect(cause?.remedy).toMatch(/one late packet is no reason to change anything\..* capture packets at both ends/);
  expect(cause?.remedy).not.toMatch(/Upgrade|TAC/);
});

it('a data plane that goes on for minutes is given to TAC', () => {
  const cause = causeOf(DELETE_HEARD.b);
  expect(cause?.id).toBe('sender-data-plane-stale');
  expect(cause?.remedy).toContain('Upgrade hq');
});
