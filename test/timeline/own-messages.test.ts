/** A message of an unknown SPI is of the tunnel by the SA that the sender lists, or by the group that the receiver is in, whatever addresses it bears. */
import { describe, expect, it } from 'vitest';
import { BRANCH, HQ, timelineOf } from './two-peers.ts';

const X = '0x4C11D802';
const at = (minute: number) => `Jan  5 2026 03:${String(minute).padStart(2, '0')}:00.000 UTC: `;
const unknown = (minute: number, source: string, destination: string) =>
  `${at(minute)}%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${destination}, prot=50, spi=${X}(1276237826), srcaddr=${source}, input interface=GigabitEthernet0/0`;
const note = (minute: number) => `${at(minute)}%SYS-5-CONFIG_I: Configured from console by console`;
const HOSTS = [unknown(1, '10.2.1.20', '10.1.1.10'), unknown(3, '10.2.1.20', '10.1.1.10'), note(9)];

describe('a member of a group receives packets with the addresses of hosts', () => {
  it.each([
    [
      'by a rekey on record',
      [`${at(0)}%GDOI-5-GM_RECV_REKEY: Received Rekey for group BLUE from 203.0.113.10 to ${HQ} with seq # 3, spi 0xCC24`],
      [],
    ],
    [
      'by its registration',
      [
        `${at(0)}%GDOI-5-GM_REGS_COMPL: Registration to KS 203.0.113.10 complete for group BLUE using address ${HQ} fvrf default ivrf default`,
      ],
      [],
    ],
    [
      'by its configuration',
      [],
      [
        'crypto gdoi group BLUE',
        ' identity number 12',
        ' server address ipv4 203.0.113.10',
        'crypto map BLUE-MAP 10 gdoi',
        ' set group BLUE',
      ],
    ],
  ])('%s', (_how, messages, configuration) => {
    const a = { 'show_logging.txt': [...messages, ...HOSTS], 'show_running-config.txt': ['hostname hq', ...configuration] };
    const { incidents, recordings } = timelineOf({ a, b: [note(1)] });
    expect(incidents).toMatchObject([{ spi: X, receiver: 'a', source: '10.2.1.20', persistence: 'black-hole' }]);
    expect(recordings.a.foreignInvalidSpis).toBe(0);
  });

  it('and what comes to the router itself from a third one is of another tunnel still', () => {
    const rekey = `${at(0)}%GDOI-5-GM_RECV_REKEY: Received Rekey for group BLUE from 203.0.113.10 to ${HQ} with seq # 3, spi 0xCC24`;
    const { incidents, recordings } = timelineOf({ a: [rekey, unknown(1, '203.0.113.77', HQ)], b: [note(1)] });
    expect(incidents).toEqual([]);
    expect(recordings.a.strangers).toEqual(['203.0.113.77']);
  });
});

it('packets between hosts are of no tunnel that is known, where nobody is a member', () => {
  const { incidents, recordings } = timelineOf({ a: HOSTS, b: [note(1)] });
  expect(incidents).toEqual([]);
  expect(recordings.a.foreignInvalidSpis).toBe(2);
});

describe('the sender lists the SPI as what it sends with', () => {
  const listed = (peer: string, spi = X) => [
    'interface: GigabitEthernet0/0',
    `    Crypto map tag: VPN, local addr ${BRANCH}`,
    '   local  ident (addr/mask/prot/port): (10.2.0.0/255.255.0.0/0/0)',
    '   remote ident (addr/mask/prot/port): (10.1.0.0/255.255.0.0/0/0)',
    `   current_peer ${peer} port 4500`,
    `     local crypto endpt.: ${BRANCH}, remote crypto endpt.: ${peer}`,
    `     current outbound spi: ${spi}(1276237826)`,
    '     inbound esp sas:',
    '      spi: 0x22020001(570556417)',
    '        Status: ACTIVE(ACTIVE)',
    '     outbound esp sas:',
    `      spi: ${spi}(1276237826)`,
    '        Status: ACTIVE(ACTIVE)',
  ];
  const natted = [unknown(1, '203.0.113.62', HQ), note(9)];
  const judged = (shown: string[]) => timelineOf({ a: natted, b: { 'show_crypto_ipsec_sa.txt': shown } });

  it('to the receiver: the packets are its own, whatever a NAT made of their address', () => {
    expect(judged(listed(HQ)).incidents).toMatchObject([{ spi: X, receiver: 'a', source: '203.0.113.62' }]);
  });

  it('and where it lists another one, or another peer, they are not known to be', () => {
    expect(judged(listed(HQ, '0x51AA0001')).incidents).toEqual([]);
    expect(judged(listed('203.0.113.200')).incidents).toEqual([]);
  });
});

it('a message between two other routers is of another tunnel, and no address of the peer', () => {
  const { recordings } = timelineOf({ a: [unknown(1, '203.0.113.88', '203.0.113.77'), note(9)], b: [note(1)] });
  expect(recordings.a).toMatchObject({ strangers: [], others: [{ source: '203.0.113.88', spi: X }] });
});
