/** One address of the network below under two tunnel addresses is a stale mapping, unless a NAT stands before both. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { BRANCH, HQ, timelineOf } from '../../timeline/two-peers.ts';

const clock = (second: number) => `Jan  5 2026 03:00:${String(second).padStart(2, '0')}.000 UTC: `;
const note = (second: number) => `${clock(second)}%SYS-5-CONFIG_I: Configured from console by console`;
const invalid = `${clock(20)}%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${HQ}, prot=50, spi=0x730C2FF8(1930178552), srcaddr=${BRANCH}`;
const entry = (tunnel: string, claimed?: string) => [
  `${tunnel}/32 via ${tunnel}`,
  '   Tunnel7 created 3d04h, expire 00:04:10',
  '   Type: dynamic, Flags: registered nhop',
  `   NBMA address: ${BRANCH}`,
  ...(claimed === undefined ? [] : [`    (Claimed NBMA address: ${claimed})`]),
];

function stale(nhrp: string[]) {
  const a = { 'show_logging.txt': [note(1), invalid, note(59)], 'show_ip_nhrp.txt': nhrp };
  return judge(timelineOf({ a, b: { 'show_logging.txt': [note(1), note(59)] } })).facts.find(({ fact }) => fact === 'mapping-stale')?.is;
}

describe('two tunnel addresses under the address of the peer', () => {
  it('are a stale mapping', () => {
    expect(stale([...entry('172.16.7.2'), ...entry('172.16.7.3')])).toBe('yes');
  });

  it.each([
    ['both', [...entry('172.16.7.2', '10.1.0.2'), ...entry('172.16.7.3', '10.2.0.2')]],
    ['one', [...entry('172.16.7.2'), ...entry('172.16.7.3', '10.2.0.2')]],
  ])('are none where what lies behind the NAT calls itself something else: %s', (_what, nhrp) => {
    expect(stale(nhrp)).not.toBe('yes');
  });
});
