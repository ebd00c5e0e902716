/** A host name of a relay means an end of the tunnel where its messages say so, and no other router of the same peer. */
import { describe, expect, it } from 'vitest';
import { judgeFiles } from '../../case/open.ts';

const put = (path: string, text: string) => ({ path, bytes: new TextEncoder().encode(text) });
const unknownSpi = (to: string, spi: string) =>
  `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${to}, prot=50, spi=0x${spi}(${Number.parseInt(spi, 16)}), srcaddr=198.51.100.1, input interface=Gi0/0`;

const HEADERS: Record<string, (time: string, host: string) => string> = {
  ISO: (time, host) => `2026-01-05T${time}Z ${host} Jan  5 2026 ${time} UTC: `,
  BSD: (time, host) => `Jan  5 ${time.slice(0, 8)} ${host} 17: Jan  5 2026 ${time} UTC: `,
};
const RELAYS = Object.entries(HEADERS).flatMap(([form, header]) => [
  { form, header, third: 'spoke-7', end: 'branch' },
  { form, header, third: '203.0.113.77', end: '192.0.2.1' },
]);

describe('the relay file of a hub and two spokes', () => {
  it.each(RELAYS)("does not give one spoke the other's unknown SPI: $form, $third", async ({ header, third, end }) => {
    const lines = [
      `${header('03:00:01.100', 'hq')}IPSEC(update_current_outbound_sa): updated peer 192.0.2.1 current outbound sa to SPI 730C2FF8`,
      `${header('03:00:09.300', end)}${unknownSpi('192.0.2.1', '730C2FF8')}`,
      `${header('03:00:40.700', third)}${unknownSpi('203.0.113.77', '44556677')}`,
      `${header('03:01:10.900', end)}${unknownSpi('192.0.2.1', '730C2FF8')}`,
    ];
    const tunnel = 'a: {name: hq, address: 198.51.100.1}\nb: {name: branch, address: 192.0.2.1}\n';
    const { verdict, timeline } = await judgeFiles([put('tunnel.yaml', tunnel), put('relay.log', lines.join('\n'))], 'relay');
    expect(verdict.incidents.map(({ spi, receiver, occurrences }) => [spi, receiver, occurrences])).toEqual([['0x730C2FF8', 'b', 2]]);
    expect(timeline.files?.[0]?.leftOut).toEqual(['1 message is of another router']);
  });

  it('still takes the address that an end has behind its NAT for that end', async () => {
    const header = HEADERS.ISO ?? (() => '');
    const lines = [
      `${header('03:00:01.100', 'hq')}IPSEC(update_current_outbound_sa): updated peer 192.0.2.1 current outbound sa to SPI 730C2FF8`,
      `${header('03:00:09.300', 'rtr-9')}${unknownSpi('10.20.0.2', '730C2FF8')}`,
    ];
    const tunnel = 'a: {name: hq, address: 198.51.100.1}\nb: {name: branch, address: 192.0.2.1}\n';
    const { verdict } = await judgeFiles([put('tunnel.yaml', tunnel), put('relay.log', lines.join('\n'))], 'relay');
    expect(verdict.incidents.map(({ spi, receiver }) => [spi, receiver])).toEqual([['0x730C2FF8', 'b']]);
  });
});
