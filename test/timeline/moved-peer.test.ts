/** A peer that comes from a new address is known by the IKE SA that it is in, and no other router is taken for it. */
import { describe, expect, it } from 'vitest';
import { timelineOf } from './two-peers.ts';

const line = (time: string, body: string) => `Jan  5 2026 03:${time} UTC: ${body}`;
const invalid = (from: string) =>
  line(
    '05:00.000',
    `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=${from}, input interface=GigabitEthernet0/0`,
  );
const packet = (id: number, time: string, from: string, port = 4500) =>
  line(time, `ISAKMP:(${id}): received packet from ${from} dport 4500 sport ${port} Global (R) QM_IDLE`);
const authenticated = (id: number, time: string, from: string) => line(time, `ISAKMP:(${id}):SA has been authenticated with ${from}`);
const deleted = (id: number, time: string, from: string) =>
  line(time, `ISAKMP:(${id}):deleting SA reason "No reason" state (R) QM_IDLE       (peer ${from})`);

describe('a peer behind a new address', () => {
  it.each([
    [
      'that its packets take on later',
      '203.0.113.9',
      [
        packet(1003, '00:01.000', '198.51.100.1'),
        authenticated(1003, '00:02.000', '198.51.100.1'),
        packet(1003, '04:00.000', '203.0.113.9', 1024),
      ],
    ],
    [
      'with which the SA is authenticated',
      '203.0.113.9',
      [packet(1017, '00:01.000', '198.51.100.1', 500), authenticated(1017, '00:02.000', '203.0.113.9')],
    ],
    [
      'from which it came first',
      '203.0.113.77',
      [packet(2001, '00:01.000', '203.0.113.77', 500), authenticated(2001, '00:02.000', '198.51.100.1')],
    ],
  ])('is the peer: %s', (_what, address, lines) => {
    const { incidents, recordings } = timelineOf({ a: [...lines, invalid(address)] });
    expect(incidents).toMatchObject([{ spi: '0x730C2FF8', source: address }]);
    expect(recordings.a.strangers).toEqual([]);
  });

  it.each([
    [
      'another connection',
      [
        packet(1003, '00:01.000', '198.51.100.1'),
        authenticated(1003, '00:02.000', '198.51.100.1'),
        packet(1004, '04:00.000', '203.0.113.9'),
        authenticated(1004, '04:00.100', '203.0.113.9'),
      ],
    ],
    [
      'the same number after the SA was deleted',
      [
        packet(1003, '00:01.000', '198.51.100.1'),
        authenticated(1003, '00:02.000', '198.51.100.1'),
        deleted(1003, '01:00.000', '198.51.100.1'),
        packet(1003, '04:00.000', '203.0.113.9'),
        authenticated(1003, '04:00.100', '203.0.113.9'),
      ],
    ],
    ['a connection that nobody has authenticated', [packet(1003, '00:01.000', '198.51.100.1'), packet(1003, '04:00.000', '203.0.113.9')]],
    [
      'two SAs that have one number',
      [
        packet(1001, '00:01.000', '198.51.100.1'),
        authenticated(1001, '00:02.000', '198.51.100.1'),
        packet(1001, '04:00.000', '203.0.113.9'),
        authenticated(1001, '04:00.100', '203.0.113.9'),
      ],
    ],
    [
      'lines before a connection has a number',
      [packet(0, '00:01.000', '198.51.100.1'), authenticated(0, '00:01.100', '198.51.100.1'), packet(0, '04:00.000', '203.0.113.9')],
    ],
  ])('is a stranger by %s', (_what, lines) => {
    const { incidents, recordings } = timelineOf({ a: [...lines, invalid('203.0.113.9')] });
    expect(incidents).toEqual([]);
    expect(recordings.a.strangers).toEqual(['203.0.113.9']);
  });
});
