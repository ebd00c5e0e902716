/** What a terminal prints behind a show that was typed there, or into it, belongs to the log; what the show says further belongs to the show. */
import { describe, expect, it } from 'vitest';
import { splitCommands } from '../../../src/bundle/door/command-parts.ts';
import { unfold } from '../../../src/bundle/door/unfold.ts';
import { judgeFiles } from '../../case/open.ts';

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const DELETED = [
  'Sep  1 2026 01:05:42.400 UTC: IPSEC(delete_sa): deleting SA,',
  '  (sa) sa_dest= 192.0.2.1, sa_proto= 50, ',
  '    sa_spi= 0x38F2C0D1(955433169), ',
  '    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 211',
  '    sa_lifetime(k/sec)= (102400/28800),',
  '  (identity) local= 192.0.2.1:0, remote= 198.51.100.1:0,',
  '    local_proxy= 10.1.0.0/255.255.0.0/256/0,',
  '    remote_proxy= 10.2.0.0/255.255.0.0/256/0',
];
const LOGIN = 'Sep  1 2026 01:05:42.300 UTC: %SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: ops] [Source: 192.0.2.9] [localport: 22]';
const CLOCK = ['01:05:10.000 UTC Tue Sep 1 2026'];
const SAS = [
  'interface: Tunnel1',
  '    Crypto map tag: Tunnel1-head-0, local addr 192.0.2.1',
  '',
  '   current_peer 198.51.100.1 port 500',
  '     inbound esp sas:',
  '      spi: 0x38F2C0D1(955433169)',
  '        sa timing: remaining key lifetime (k/sec): (4514720/28399)',
  '     outbound esp sas:',
  '      spi: 0x5E3A1B44(1580866372)',
  '        sa timing: remaining key lifetime (k/sec): (4520200/28399)',
];
const ISAKMP = [
  'IPv4 Crypto ISAKMP SA',
  'dst             src             state          conn-id status',
  '192.0.2.1       198.51.100.1    QM_IDLE           1001 ACTIVE',
];
const page = (lines: string[]) => ({ path: 'a.log', lines, numbers: lines.map((_line, index) => index + 1), done: [] });
const said = (lines: readonly string[]) => lines.filter((line) => line !== '');

describe('the lines of a message behind a show without a prompt', () => {
  it.each([
    ['show clock', CLOCK],
    ['show crypto ipsec sa', SAS],
    ['sh crypto isakmp sa', ISAKMP],
  ])('stay with it: %s', (command, output) => {
    const { rest, shows } = splitCommands(page([`hq#${command}`, ...output, ...DELETED, LOGIN]));
    expect(said(rest.lines)).toEqual([`hq#${command}`, ...DELETED, LOGIN]);
    expect(said(shows[0]?.page.lines ?? [])).toEqual(said(output));
  });

  it('of IKEv2 too, whose payloads stand in lines of their own', () => {
    const packet = [
      'Sep  1 2026 01:05:42.400 UTC: IKEv2:(SESSION ID = 1,SA ID = 1):Next payload: ENCR, version: 2.0 Exchange type: INFORMATIONAL, flags: INITIATOR Message id: 12, length: 96 ',
      'Payload contents: ',
      ' DELETE  Next payload: NONE, reserved: 0x0, length: 12',
      '    Security protocol id: ESP, spi size: 4, num of spi: 1',
    ];
    const { rest } = splitCommands(page(['hq#show clock', ...CLOCK, ...packet, 'hq#']));
    expect(said(rest.lines)).toEqual(['hq#show clock', ...packet, 'hq#']);
  });

  it('are read: the deletion is not lost to the clock above it', async () => {
    const made = DELETED.map((line) =>
      line.replace('delete_sa): deleting SA', 'create_sa): sa created').replace('01:05:42.400', '01:00:05.000'),
    );
    const message =
      "Sep  1 2026 01:05:42.900 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x38F2C0D1(955433169), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0/0";
    const log = [...made, 'hq#show clock', ...CLOCK, ...DELETED, message, ''].join('\n');
    const { timeline } = await judgeFiles(
      [
        { path: 'tunnel.yaml', bytes: Buffer.from(TUNNEL) },
        { path: 'a/console.log', bytes: Buffer.from(log) },
      ],
      'console',
    );
    expect(timeline.events.flatMap((event) => (event.kind === 'child-sa' ? [`${event.line}: ${event.change}`] : []))).toEqual([
      '1: created',
      '11: deleted',
    ]);
  });
});

describe('a show into which messages were printed', () => {
  it.each([4, 5, 6, 7, 8, 9])('goes on behind them: below line %d', (cut) => {
    const lines = ['hq#show crypto ipsec sa', ...SAS.slice(0, cut), ...DELETED, LOGIN, ...SAS.slice(cut), 'hq#'];
    const { rest, shows } = splitCommands(page(lines));
    expect(said(rest.lines)).toEqual(['hq#show crypto ipsec sa', ...DELETED, LOGIN, 'hq#']);
    expect(said(shows[0]?.page.lines ?? [])).toEqual(said(SAS));
  });

  it('is over when it does not go on behind many', () => {
    const many = Array.from({ length: 60 }, () => LOGIN);
    const { rest, shows } = splitCommands(page(['hq#show crypto isakmp sa', ...ISAKMP.slice(0, 2), ...many, ...ISAKMP.slice(2)]));
    expect(said(rest.lines).at(-1)).toBe(ISAKMP[2]);
    expect(said(shows[0]?.page.lines ?? [])).toEqual(ISAKMP.slice(0, 2));
  });
});

describe('what a show indents below a heading', () => {
  // Two different lines end where the longest one at the margin does: as if folded there.
  const session = [
    'hq#show crypto session detail',
    'Interface: Tunnel0',
    'Session status: UP-ACTIVE     ',
    'Peer: 198.51.1.3 port 500 fvrf: (none) ivrf: (none)',
    '      Desc: this is my peer at 198.51.1.3:500 Green',
    '      Phase1_id: 198.51.1.3',
  ].map((line) => line.trimEnd());

  it('is no rest of it, though both are of one width', () => {
    expect(session[3]).toHaveLength(session[4]?.length ?? 0);
    expect(unfold(page(session)).lines).toEqual(session);
  });
});
