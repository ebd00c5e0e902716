/** Commands that switch debugs and their conditions. */
import type { Command } from './command.ts';

const DEBUGS = ['crypto isakmp', 'crypto ipsec', 'crypto engine', 'ip packet'];

export const DEBUG_COMMANDS: readonly Command[] = [
  ...DEBUGS.flatMap((what): Command[] => [
    {
      words: `debug ${what}`,
      privilege: 15,
      run: ({ debugs }) => {
        debugs.add(what);
        return `${titleOf(what)} debugging is on`;
      },
    },
    {
      words: `no debug ${what}`,
      privilege: 15,
      run: ({ debugs }) => {
        debugs.delete(what);
        return `${titleOf(what)} debugging is off`;
      },
    },
    {
      words: `undebug ${what}`,
      privilege: 15,
      run: ({ debugs }) => {
        debugs.delete(what);
        return `${titleOf(what)} debugging is off`;
      },
    },
  ]),
  {
    words: 'undebug all',
    privilege: 15,
    run: ({ debugs }) => {
      debugs.clear();
      return 'All possible debugging has been turned off';
    },
  },
  {
    words: 'no debug all',
    privilege: 15,
    run: ({ debugs }) => {
      debugs.clear();
      return 'All possible debugging has been turned off';
    },
  },
  {
    words: 'debug crypto condition peer ipv4 <address>',
    privilege: 15,
    run: ({ conditions }, [address = '']) => {
      conditions.add(address);
      return '';
    },
  },
  // That one condition goes by its `no` form is believed, like `reset`. [B] eem.md 11.1
  {
    words: 'no debug crypto condition peer ipv4 <address>',
    privilege: 15,
    run: ({ conditions }, [address = '']) => {
      conditions.delete(address);
      return '';
    },
  },
  {
    words: 'debug crypto condition reset',
    privilege: 15,
    run: ({ conditions }) => {
      conditions.clear();
      return '';
    },
  },
  { words: 'show crypto debug-condition', privilege: 15, run: ({ conditions }) => showConditions([...conditions]) },
];

function titleOf(what: string): string {
  return what === 'crypto ipsec'
    ? 'Crypto IPSEC'
    : what === 'crypto isakmp'
      ? 'Crypto ISAKMP'
      : what === 'crypto engine'
        ? 'Crypto Engine'
        : 'IP packet';
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
