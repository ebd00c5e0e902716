/** A citation names the line that was handed in, also where the front door moved it and the folders were taken for each other's. */
import { describe, expect, it } from 'vitest';
import { judgeFiles } from '../case/open.ts';

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const put = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });
const log = (own: string, peer: string) =>
  ['03:00:21.223', '03:01:22.000', '03:02:23.000', '03:04:25.000'].map(
    (time) =>
      `Jan  5 2026 ${time} UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${own}, prot=50, spi=0x730C2FF8(1930178552), srcaddr=${peer}, input interface=Gi0/0`,
  );

describe('a citation', () => {
  it('names the line of a log that was turned round', async () => {
    const lines = log('192.0.2.1', '198.51.100.1').toReversed();
    const { timeline } = await judgeFiles([put('tunnel.yaml', TUNNEL), put('a/x.log', lines.join('\n'))], 'cited');
    expect(timeline.events.map(({ file, line }) => [file, line])).toEqual([4, 3, 2, 1].map((line) => ['x.log', line]));
  });

  it('names the same line when the folders are swapped', async () => {
    const lines = log('192.0.2.1', '198.51.100.1').toReversed();
    const { timeline } = await judgeFiles([put('tunnel.yaml', TUNNEL), put('b/x.log', lines.join('\n'))], 'cited');
    expect(timeline.missing.join('\n')).toContain('the folders are swapped');
    expect(timeline.events.map(({ line }) => line)).toEqual([4, 3, 2, 1]);
  });

  it('names so, too, the message of an unknown SPI that was cut off before its SPI', async () => {
    const [oldest = '', ...others] = log('192.0.2.1', '198.51.100.1');
    const lines = [oldest.replace(/ spi=.*/, ''), ...others].toReversed();
    const { verdict } = await judgeFiles([put('tunnel.yaml', TUNNEL), put('a/x.log', lines.join('\n'))], 'cited');
    expect(verdict.cut).toMatchObject([{ side: 'a', file: 'x.log', line: 4 }]);
  });
});
