/** Commands that show and clear the router's tunnels, as their simulations see them. */
import type { Router } from '../router.ts';
import type { TunnelView } from '../tunnel-view.ts';
import type { Command } from './command.ts';

const ISAKMP_ROWS = { header: /^(?:dst|C-id) /, end: /^IPv6 Crypto ISAKMP SA/ } as const;
const SPI_ROWS = { header: /^ {2}Handle VRF/, end: /^Transient SPI table/ } as const;

export const CRYPTO_COMMANDS: readonly Command[] = [
  show('show crypto ipsec sa [detail]', (tunnels, isDetail) => tunnels.map((each) => each.showIpsecSa(isDetail)).join('\n')),
  {
    words: 'show crypto ipsec sa peer <address> [detail]',
    privilege: 15,
    run: ({ tunnels }, [address], _session, options) =>
      tunnels.find(({ peer }) => peer === address)?.showIpsecSa(options.has('detail')) ?? '',
  },
  show('show crypto ipsec spi-lookup [detail]', (tunnels) =>
    joinTables(
      SPI_ROWS,
      tunnels.map((each) => each.showSpiLookup()),
    ),
  ),
  show('show crypto isakmp sa [detail]', (tunnels, isDetail) =>
    joinTables(
      ISAKMP_ROWS,
      tunnels.map((each) => each.showIsakmpSa(isDetail)),
    ),
  ),
  ...(['showIkev2Sa', 'showIkev2Session'] as const).flatMap((view) =>
    ['detail', 'detailed'].map(
      (word): Command => ({
        words: `show crypto ikev2 ${view === 'showIkev2Sa' ? 'sa' : 'session'} [${word}]`,
        privilege: 15,
        run: ({ tunnels }, _values, _session, options) =>
          tunnels
            .map((each) => each[view](options.has(word)))
            .filter((text) => text !== '')
            .join('\n'),
      }),
    ),
  ),
  show('show crypto session [detail]', (tunnels, isDetail) => joinSessions(tunnels.map((each) => each.showSession(isDetail)))),
  {
    words: 'show crypto session remote <address> [detail]',
    privilege: 15,
    run: ({ tunnels }, [address], _session, options) =>
      tunnels.find(({ peer }) => peer === address)?.showSession(options.has('detail')) ?? '',
  },
  ...['detail', 'detailed'].map(
    (word): Command => ({
      words: `show crypto ikev2 sa remote <address> [${word}]`,
      privilege: 15,
      run: ({ tunnels }, [address], _session, options) =>
        tunnels.find(({ peer }) => peer === address)?.showIkev2Sa(options.has(word)) ?? '',
    }),
  ),
  // The way to the peer: by default. [C form]
  { words: 'show ip route <address>', privilege: 1, run: ({ outside }) => showRoute(outside) },
  { words: 'show crypto map', privilege: 15, run: (router) => showMap(router) },
  { words: 'show crypto eli', privilege: 15, run: ({ tunnels }) => showEli(tunnels.length) },
  { words: 'show crypto call admission statistics', privilege: 15, run: ({ tunnels }) => showAdmission(tunnels.length) },
  { words: 'show crypto sockets', privilege: 15, run: () => 'Number of Crypto Socket connections 0' },
  clear('clear crypto sa', 'sa'),
  clear('clear crypto isakmp', 'isakmp'),
  clear('clear crypto ikev2 sa', 'ikev2'),
  clear('clear crypto ikev2 sa fast', 'ikev2 fast'),
];

function show(words: string, text: (tunnels: readonly TunnelView[], isDetail: boolean) => string): Command {
  return { words, privilege: 15, run: ({ tunnels }, _values, _session, options) => text(tunnels, options.has('detail')) };
}

function clear(words: string, what: Parameters<TunnelView['clear']>[0]): Command {
  return {
    words,
    privilege: 15,
    run: ({ tunnels }) => {
      for (const tunnel of tunnels) tunnel.clear(what);
      return '';
    },
  };
}

function showRoute(outside: string): string {
  return [
    'Routing entry for 0.0.0.0/0, supernet',
    '  Known via "static", distance 1, metric 0 (connected), candidate default path',
    '  Routing Descriptor Blocks:',
    `  * directly connected, via ${outside}`,
    '      Route metric is 0, traffic share count is 1',
  ].join('\n');
}

function showMap({ spec, outside }: Router): string {
  const { peerAddress } = spec;
  return [
    '        Interfaces using crypto map NiStTeSt1:',
    '',
    'Crypto Map IPv4 "OUTSIDE" 10 ipsec-isakmp',
    ...(peerAddress === undefined ? [] : [`        Peer = ${peerAddress}`]),
    '        Extended IP access list TUNNEL',
    ...(peerAddress === undefined ? [] : [`        Current peer: ${peerAddress}`]),
    '        Security association lifetime: 4608000 kilobytes/3600 seconds',
    '        Responder-Only (Y/N): N',
    '        PFS (Y/N): N',
    '        Mixed-mode : Disabled',
    '        Transform sets={ ',
    '                TS:  { esp-256-aes esp-sha256-hmac  } , ',
    '        }',
    '        Interfaces using crypto map OUTSIDE:',
    `                ${outside}`,
  ].join('\n');
}

interface Rows {
  /** The line above the first row. */
  header: RegExp;
  /** The line, and a blank one before it, behind the last. */
  end: RegExp;
}

/** What each tunnel would print alone, joined as the router prints all of them. */
function joinTables({ header, end }: Rows, texts: readonly string[]): string {
  const [first = [], ...rest] = texts.map((text) => text.split('\n'));
  const rowsOf = (lines: readonly string[]): [number, number] => [
    lines.findIndex((line) => header.test(line)) + 1,
    lines.findIndex((line) => end.test(line)) - 1,
  ];
  const last = Math.max(0, rowsOf(first)[1]);
  const rows = rest.flatMap((lines) => lines.slice(...rowsOf(lines)));
  return [...first.slice(0, last), ...rows, ...first.slice(last)].join('\n');
}

/** Sessions share one title. */
function joinSessions(texts: readonly string[]): string {
  const [first = '', ...rest] = texts;
  return [first, ...rest.map((text) => text.slice(text.indexOf('\n') + 1))].join('\n');
}

/** Two SAs a tunnel. [C form: GENIE] */
function showEli(tunnels: number): string {
  return [
    'Hardware Encryption : ACTIVE',
    ' Number of hardware crypto engines = 1',
    '',
    ' CryptoEngine Onboard VPN details: state = Active',
    ' Capability    : DES, 3DES, AES, IPv6, FAILCLOSE',
    '',
    ` IPSec-Session : ${String(2 * tunnels).padStart(5)} active,  1000 max, 0 failed`,
  ].join('\n');
}

/** No limit is set, and nothing was rejected. [C form: GENIE] */
function showAdmission(tunnels: number): string {
  const count = String(tunnels).padStart(10);
  return [
    '---------------------------------------------------------------------',
    '               Crypto Call Admission Control Statistics',
    '---------------------------------------------------------------------',
    'System Resource Limit:        0 Max IKE SAs:     0 Max in nego:  1000',
    `Total IKE SA Count:  ${count} active: ${count} negotiating:     0`,
    'Max IPSEC SAs:     0',
    `Total IPSEC SA Count:  ${count} active: ${count} negotiating:     0`,
  ].join('\n');
}
