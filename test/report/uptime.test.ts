/** A router that stamps how long it runs has no dates: no format prints one of 1970. */
import { expect, it } from 'vitest';
import { FORMATS } from '../../src/report/formats/index.ts';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from '../verdict/bundle-of.ts';

const log = (own: string, other: string) => `00:09:58: ISAKMP (1001): received packet from ${other} dport 500 sport 500 Global (R) QM_IDLE
00:12:01: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${own}, prot=50, spi=0x1CE071D2(484471250), srcaddr=${other}
1d02h: ISAKMP:(1001): sending packet to ${other} my_port 500 peer_port 500 (R) QM_IDLE
`;

it.each(Object.entries(FORMATS))('as %s', (_, { print }) => {
  const timeline = timelineOf({ a: log('192.0.2.1', '198.51.100.1'), b: log('198.51.100.1', '192.0.2.1') });
  const printed = print(judge(timeline), timeline);
  expect(printed.length).toBeGreaterThan(0);
  expect(printed).not.toContain('1970');
});
