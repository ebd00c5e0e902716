/** Commands that switch debugs and their conditions. */
import type { Router } from '../router.ts';
import type { Command } from './command.ts';

/** Debugs by the words behind `debug`, and what `show debugging` calls them. */
const TITLES: Readonly<Record<string, string>> = {
  'crypto engine': 'Crypto Engine',
  'crypto ikev2': 'IKEv2 default',
  'crypto ikev2 error': 'IKEv2 error',
  // Switched on and off, and silent: no raw sample shows its lines. [L] ike.md 6
  'crypto ikev2 packet': 'IKEv2 packet',
  'crypto ipsec': 'Crypto IPSEC',
  'crypto isakmp': 'Crypto ISAKMP',
  'crypto kmi': 'Crypto KMI',
  'ip packet': 'IP packet',
  tunnel: 'Tunnel Interface',
};

const ALL_OFF = 'All possible debugging has been turned off';

export const DEBUG_COMMANDS: readonly Command[] = [
  ...Object.keys(TITLES).flatMap((what): Command[] => [
    { words: `debug ${what}`, privilege: 15, run: (router) => switchDebug(router, what, true) },
    ...['no debug', 'undebug'].map(
      (off): Command => ({ words: `${off} ${what}`, privilege: 15, run: (router) => switchDebug(router, what, false) }),
    ),
  ]),
  ...['no debug all', 'undebug all'].map(
    (words): Command => ({
      words,
      privilege: 15,
      run: ({ debugs }) => {
        debugs.clear();
        return ALL_OFF;
      },
    }),
  ),
  {
    words: 'debug crypto condition peer ipv4 <address>',
    privilege: 15,
    run: ({ conditions }, [address = '']) => {
      conditions.add(address);
      return '';
    },
  },
  {
    words: 'debug crypto condition peer ipv6 <address>',
    privilege: 15,
    run: ({ conditions }, [address = '']) => {
      conditions.add(address);
      return '';
    },
  },
  // That one condition goes by its `no` form is believed, like `reset`. [B] eem.md 11.1
  ...['no debug ', 'undebug ']
    .flatMap((off) => [`${off}crypto condition peer ipv4`, `${off}crypto condition peer ipv6`])
    .map(
      (off): Command => ({
        words: `${off} <address>`,
        privilege: 15,
        run: ({ conditions }, [address = '']) => {
          conditions.delete(address);
          return '';
        },
      }),
    ),
  {
    words: 'debug crypto condition reset',
    privilege: 15,
    run: ({ conditions }) => {
      conditions.clear();
      return '';
    },
  },
  { words: 'show debugging', privilege: 15, run: (router) => showDebugging(router) },
  { words: 'show crypto debug-condition', privilege: 15, run: ({ conditions }) => showConditions([...conditions]) },
];

function switchDebug({ debugs }: Router, what: string, isOn: boolean): string {
  if (isOn) debugs.add(what);
  else debugs.delete(what);
  return `${TITLES[what] ?? what} debugging is ${isOn ? 'on' : 'off'}`;
}

function showDebugging({ debugs }: Router): string {
  const titles = [...debugs].map((what) => ({ isCrypto: what.startsWith('crypto '), text: `${TITLES[what] ?? what} debugging is on` }));
  const crypto = titles.filter(({ isCrypto }) => isCrypto).map(({ text }) => `  ${text}`);
  const others = titles.filter(({ isCrypto }) => !isCrypto).map(({ text }) => text);
  return [...others, ...(crypto.length > 0 ? ['', '', 'Cryptographic Subsystem:', ...crypto] : [])].join('\n');
}

/** The form of the title is from Cisco's guide, its blanks are believed. [B] */
function showConditions(addresses: readonly string[]): string {
  return [
    `Crypto conditional debug currently is turned ${addresses.length > 0 ? 'ON' : 'OFF'}`,
    'IKE debug context unmatched flag:     OFF',
    'IPsec debug context unmatched flag:    OFF',
    'Crypto Engine debug context unmatched flag:  OFF',
    ...(addresses.length > 0 ? ['', 'IKE peer IP address filters:', ...addresses] : []),
  ].join('\n');
}
