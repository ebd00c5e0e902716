/** A relay says when it passed a message on: that bounds the year of stamps that print none, and ages no message. */
import { describe, expect, it } from 'vitest';
import { judgeFiles } from '../case/open.ts';

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const INV =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1";
const put = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });

async function told(...lines: string[]): Promise<(string | null)[]> {
  const { verdict } = await judgeFiles([put('tunnel.yaml', TUNNEL), put('a/syslog.txt', `${lines.join('\n')}\n`)], 'relayed');
  return verdict.incidents.flatMap(({ firstAt, lastAt }) => [firstAt, lastAt]);
}

describe('stamps without a year behind those of a relay', () => {
  it.each([
    ['the same day', '2026-01-05T03:00:23.000+00:00', 'Jan  5 03:00:21.000', '2026-01-05T03:00:21.000Z'],
    ['a day that is ahead by its zone', '2026-01-04T23:00:23.000-04:00', 'Jan  5 03:00:21.000', '2026-01-05T03:00:21.000Z'],
    ['months later', '2025-11-12T02:52:00.123+00:00', 'Dec 31 23:59:58.000', '2024-12-31T23:59:58.000Z'],
    ['months later, in one year', '2025-11-12T02:52:00.123+00:00', 'Mar  1 00:04:00.000', '2025-03-01T00:04:00.000Z'],
  ])('which passed them on %s are no later than it', async (_, relay, stamp, at) => {
    expect(await told(`${relay} 192.0.2.1 ${stamp}: ${INV}`)).toEqual([at, at]);
  });

  it('go over New Year, and no message is old for that', async () => {
    const relay = '2025-11-12T02:52:00.123+00:00 192.0.2.1';
    const found = await told(`${relay} Dec 31 23:59:58.000: ${INV}`, `${relay} Jan  1 00:01:30.000: ${INV}`);
    expect(found).toEqual(['2024-12-31T23:59:58.000Z', '2025-01-01T00:01:30.000Z']);
  });
});
