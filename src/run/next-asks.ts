/** Next asks turn each look that would have decided into what a playbook can ask for: a debug, a show of one router, or a longer record. */
import type { Side } from '../ipsec/side.ts';
import { whyNoShow } from '../playbook/show-command.ts';
import type { PrintedWanted } from '../verdict/verdict.ts';

/** How the playbook gets it. */
export type AskedBy =
  | { debug: 'ike' | 'ipsec' }
  /** Commands of this router, beside those of the evidence sets. */
  | { shows: readonly string[] }
  /** Each capture brings it home, whatever its playbook says. */
  | { always: true }
  /** The log itself, recorded for longer. */
  | { log: true }
  /** A ring of packets on both routers. */
  | { packets: true }
  /** Nothing that one router can be told to print. */
  | { byHand: string };

export interface Ask {
  side: Side;
  look: PrintedWanted['look'];
  when: PrintedWanted['when'];
  by: AskedBy;
}

/** Fetched live from each router, or frozen by the evidence set `core`. */
const ALWAYS: readonly string[] = [
  'show clock',
  'show version',
  'show running-config | section crypto',
  'show crypto ipsec sa',
  'show crypto session',
];

/** A whole table would fill a flash, and a command must be whole. */
const AS_TYPED: Readonly<Record<string, readonly string[]>> = {
  'show crypto ikev2 sa': ['show crypto ikev2 sa detailed'],
  'show ip nat translations': ['show ip nat translations | include {remote}'],
  'show platform hardware qfp active feature ipsec': [
    'show platform hardware qfp active feature ipsec sa',
    'show platform hardware qfp active feature ipsec datapath drops all',
  ],
};

export function askFor({ side, look, when }: PrintedWanted): Ask {
  return { side, look, when, by: askedBy(look) };
}

function askedBy(look: PrintedWanted['look']): AskedBy {
  if ('debug' in look) return { debug: look.debug };
  if ('log' in look) return { log: true };
  if ('packets' in look) return { packets: true };
  if ('ask' in look) return { byHand: look.ask };
  if (ALWAYS.includes(look.show)) return { always: true };
  const shows = AS_TYPED[look.show] ?? [look.show];
  return shows.every((each) => whyNoShow(each) === undefined) ? { shows } : { byHand: look.show };
}

/** Of one router, each once. */
export function showsAsked(asks: readonly Ask[], side: Side): string[] {
  return [...new Set(asks.flatMap((ask) => (ask.side === side && 'shows' in ask.by ? ask.by.shows : [])))];
}
