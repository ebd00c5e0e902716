/** Commands that show and clear the tunnel, as its simulation sees it. */
import type { Router, TunnelView } from '../router.ts';
import type { Command } from './command.ts';

export const CRYPTO_COMMANDS: readonly Command[] = [
  ...['show crypto ipsec sa [detail]', 'show crypto ipsec sa peer <address> [detail]'].map(
    (words): Command => ({
      words,
      privilege: 15,
      run: ({ tunnel, spec }, [address = spec.peerAddress], _session, options) =>
        address === spec.peerAddress ? (tunnel?.showIpsecSa(options.has('detail')) ?? '') : '',
    }),
  ),
  { words: 'show crypto ipsec spi-lookup [detail]', privilege: 15, run: ({ tunnel }) => tunnel?.showSpiLookup() ?? '' },
  {
    words: 'show crypto isakmp sa [detail]',
    privilege: 15,
    run: ({ tunnel }, _values, _session, options) => tunnel?.showIsakmpSa(options.has('detail')) ?? '',
  },
  ...(['showIkev2Sa', 'showIkev2Session'] as const).flatMap((show) =>
    ['detail', 'detailed'].map(
      (word): Command => ({
        words: `show crypto ikev2 ${show === 'showIkev2Sa' ? 'sa' : 'session'} [${word}]`,
        privilege: 15,
        run: ({ tunnel }, _values, _session, options) => tunnel?.[show](options.has(word)) ?? '',
      }),
    ),
  ),
  {
    words: 'show crypto session [detail]',
    privilege: 15,
    run: ({ tunnel }, _values, _session, options) => tunnel?.showSession(options.has('detail')) ?? '',
  },
  { words: 'show crypto map', privilege: 15, run: (router) => showMap(router) },
  { words: 'show crypto sockets', privilege: 15, run: () => 'Number of Crypto Socket connections 0' },
  clear('clear crypto sa', 'sa'),
  clear('clear crypto isakmp', 'isakmp'),
  clear('clear crypto ikev2 sa', 'ikev2'),
  clear('clear crypto ikev2 sa fast', 'ikev2 fast'),
];

function clear(words: string, what: Parameters<TunnelView['clear']>[0]): Command {
  return {
    words,
    privilege: 15,
    run: ({ tunnel }) => {
      tunnel?.clear(what);
      return '';
    },
  };
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
