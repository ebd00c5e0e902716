/** Who plays in a story, and how the ends keep their records: drawn by lots. */
import type { Keepings } from './decide.ts';
import { initiatorOf, lifetimesOf, limitsOf, type Peer, type Setup } from './model/state.ts';
import type { Keeping, Stamp } from './print/record.ts';
import type { Cast, Family, Release } from './print/words.ts';
import type { Lots } from './random.ts';

export type Side = 'a' | 'b';
export const releasesOf = ({ ike, isOldR }: Setup): readonly Release[] =>
  isOldR ? ['12.3', '12.4'] : ike === 1 ? ['15', 'xe16'] : ['15', 'xe16'];

export function castOf(lots: Lots, setup: Setup, release: Release): { cast: Cast; sides: Record<Peer, Side> } {
  const isRAtA = lots.chance(0.5);
  const hq = { name: 'hq', address: '192.0.2.1' };
  const branch = { name: 'branch', address: '198.51.100.1' };
  const [R, S] = isRAtA ? [hq, branch] : [branch, hq];
  const spis = new Map<string, number>();
  const spi = (pair: number, owner: Peer): number => {
    const key = `${pair}${owner}`;
    const drawn =
      spis.get(key) ??
      Number.parseInt(
        `${setup.isFf && pair === 0 && owner === 'R' ? 'ff' : lots.pick(['1', '3', '5', '7', '9', 'b', 'd'])}${lots.hex(7)}`.slice(0, 8),
        16,
      );
    spis.set(key, drawn);
    return drawn;
  };
  const mids = new Map<number, number>();
  const mid = (message: number): number => {
    const drawn = mids.get(message) ?? Number.parseInt(lots.hex(8), 16) >>> 0;
    mids.set(message, drawn);
    return drawn;
  };
  const port = setup.isNat ? 4500 : 500;
  const cast: Cast = {
    ike: setup.ike,
    release: { R: release, S: release },
    name: { R: R.name, S: S.name },
    address: { R: R.address, S: S.address },
    outer: { R: R.address, S: S.address },
    port,
    seen: setup.isNat ? { before: 4786, after: lots.between(20_000, 60_000) } : { before: 500, after: 500 },
    moved: S.address.replace(/\.1$/, '.77'),
    stranger: `203.0.113.${lots.between(20, 200)}`,
    proxy: { R: '10.1.0.0', S: '10.2.0.0' },
    conn: { R: lots.between(1001, 1090), S: lots.between(1001, 1090) },
    session: { R: { session: lots.between(2, 90), sa: lots.between(1, 4) }, S: { session: lots.between(2, 90), sa: lots.between(1, 4) } },
    ikeSpi: { initiator: lots.hex(16).toUpperCase(), responder: lots.hex(16).toUpperCase() },
    initiator: initiatorOf(setup),
    spi,
    mid,
    rid: (message) => message,
    firstId: { R: lots.between(2, 40), S: lots.between(2, 40) },
    transform: lots.pick(['esp-aes esp-sha-hmac', 'esp-aes 256 esp-sha256-hmac', 'esp-3des esp-sha-hmac']),
    lifetime: lifetimesOf(setup),
    kilobytes: limitsOf(setup),
    interface: { R: lots.pick(['GigabitEthernet0/0', 'Ethernet0/1', 'Tunnel0']), S: 'GigabitEthernet0/1' },
    hasInterface: lots.chance(0.4),
  };
  return { cast, sides: isRAtA ? { R: 'a', S: 'b' } : { R: 'b', S: 'a' } };
}

const ALL: readonly Family[] = ['ike', 'ipsec', 'syslog'];
const WHOLE: Keeping = { families: ALL, form: 'counted', lost: undefined, isAbsent: false, shows: false };
/** What a syslog server kept. */
const SERVER: Keeping = { ...WHOLE, form: 'numbered' };
const TERMINAL: Keeping = { ...WHOLE, families: [...ALL, 'terminal'], form: 'bare' };

/** The kinds of record; `risk`: at which end something may be lost. */
export interface View {
  id: string;
  weight: number;
  keepings: Keepings;
  risk?: Peer;
}

export const VIEWS: readonly View[] = [
  { id: 'whole', weight: 30, keepings: { R: WHOLE, S: WHOLE } },
  { id: 'server', weight: 12, keepings: { R: SERVER, S: SERVER } },
  { id: 'whole, shows', weight: 20, keepings: { R: { ...WHOLE, shows: true }, S: { ...WHOLE, shows: true } } },
  { id: 'R alone', weight: 5, keepings: { R: WHOLE, S: { ...WHOLE, isAbsent: true } } },
  { id: 'S without debugs, shows', weight: 6, keepings: { R: WHOLE, S: { ...WHOLE, families: ['syslog'], shows: true } } },
  { id: 'R without debugs', weight: 5, keepings: { R: { ...WHOLE, families: ['syslog'], shows: true }, S: WHOLE } },
  {
    id: 'ipsec alone',
    weight: 5,
    keepings: { R: { ...WHOLE, families: ['ipsec', 'syslog'] }, S: { ...WHOLE, families: ['ipsec', 'syslog'] } },
  },
  { id: 'ike alone', weight: 5, keepings: { R: { ...WHOLE, families: ['ike', 'syslog'] }, S: { ...WHOLE, families: ['ike', 'syslog'] } } },
  { id: 'terminal of R', weight: 8, keepings: { R: TERMINAL, S: WHOLE }, risk: 'R' },
  { id: 'bare S', weight: 6, keepings: { R: WHOLE, S: { ...WHOLE, form: 'bare' } }, risk: 'S' },
  { id: 'both bare', weight: 6, keepings: { R: TERMINAL, S: { ...WHOLE, form: 'bare' } }, risk: 'R' },
];

/** Stamps of one end. The clocks differ; a `*` says that one was never set (ike.md 2). */
export function stampsOf(lots: Lots): Record<Peer, Stamp> {
  const base = Date.UTC(
    2026,
    lots.between(0, 10),
    lots.between(1, 27),
    lots.between(0, 22),
    lots.between(0, 59),
    lots.between(0, 59),
    lots.between(0, 999),
  );
  const isSynced = lots.chance(0.5);
  const hasYear = lots.chance(0.3);
  const zone = lots.pick(['', '', ' UTC', ' GMT']);
  const one = (skew: number): Stamp => ({
    base,
    skew,
    hasYear,
    zone,
    mark: isSynced ? '' : '*',
    hasMsec: true,
    firstNumber: lots.between(1, 900),
  });
  return { R: one(0), S: one(isSynced ? lots.between(-8, 8) : lots.between(-40_000, 90_000)) };
}
