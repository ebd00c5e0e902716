/** A row of the radar is one tunnel: how often it flapped, with what rhythm, whether it deserves a trap, and what is not known of it. */
import type { Address } from '../../ipsec/address.ts';
import type { SignId } from '../../syslog/sign.ts';
import type { Growth } from './counters.ts';
import { isEnd, type KnownTunnel } from './known.ts';
import { type Rhythm, rhythmOf } from './rhythm.ts';
import type { RouterReport } from './router.ts';
import { type Flap, flapsOf, type Track } from './track.ts';
import { judgeSuspect, type Trap } from './trap.ts';
import type { SeenTunnel } from './tunnels.ts';
import { reportOfEnd, unheardOf } from './unheard.ts';

/** `flaps`: more than once; `trouble`: no flap, other messages; `quiet`: heard, and nothing said of it; `unknown`: not heard, or not enough. */
export type Standing = 'flaps' | 'flapped-once' | 'trouble' | 'quiet' | 'unknown';

export interface RadarEnd {
  address: Address | null;
  /** As it was heard or as the inventory has it. */
  router: string | null;
}

export interface RadarTunnel {
  /** Of the inventory; null of a tunnel that it has not. */
  name: string | null;
  ends: [RadarEnd, RadarEnd];
  interface: string | null;
  standing: Standing;
  /** At least so many: what was not heard is not counted. */
  flaps: number;
  /** Of these, told by counters alone: no message said so. */
  counted: number;
  perDay: number;
  /** ISO 8601. */
  firstAt: string | null;
  lastAt: string | null;
  longestSeconds: number;
  signs: Partial<Record<SignId, number>>;
  rhythm: Rhythm;
  /** Its place among those that deserve a trap, from 1; null for none. */
  rank: number | null;
  reason: string;
  trap: Trap | null;
  /** What is not known of it, and why, a sentence each. */
  unheard: string[];
}

/** All that a row is made of. */
export interface Scene {
  routers: ReadonlyMap<string, RouterReport>;
  growths: readonly Growth[];
  fromMs: number;
  untilMs: number;
}

export type Row = Omit<RadarTunnel, 'rank'> & { score: number | null };

const DAY_MS = 86_400_000;

export function rowOf(tunnel: SeenTunnel, known: KnownTunnel | undefined, scene: Scene): Row {
  const { tracks } = tunnel;
  const ends = endsOf(tunnel, known);
  const spoken = flapsOf(tracks);
  const counted = countedFlaps(ends, spoken, scene);
  const flaps = [...spoken, ...counted].toSorted((one, two) => one.fromMs - two.fromMs);
  const forgotten = tracks.reduce((sum, each) => sum + each.forgotten, 0);
  const rhythm = rhythmOf(spoken.map(({ fromMs }) => fromMs));
  const perDay = flaps.length / Math.max(1, (scene.untilMs - scene.fromMs) / DAY_MS);
  const isIkev2 = tracks.some((track) => track.isIkev2);
  const { rank: score, reason, trap } = judgeSuspect({ flaps, perDay, rhythm, untilMs: scene.untilMs, isIkev2, ends });
  return {
    name: known?.name ?? null,
    ends,
    interface: tunnel.interface,
    standing: flaps.length > 1 ? 'flaps' : flaps.length === 1 ? 'flapped-once' : 'trouble',
    flaps: flaps.length,
    counted: counted.length,
    perDay,
    firstAt: isoOf(flaps[0]?.fromMs ?? -largest(tracks.map(({ firstMs }) => -firstMs))),
    lastAt: isoOf(flaps.at(-1)?.toMs ?? largest(tracks.map(({ lastMs }) => lastMs))),
    longestSeconds: Math.round(largest([0, ...flaps.map(({ fromMs, toMs }) => toMs - fromMs)]) / 1000),
    signs: signsOf(tracks),
    rhythm,
    score,
    reason,
    trap,
    unheard: [
      ...unheardOf(ends, scene.routers, scene.untilMs),
      ...(forgotten === 0 ? [] : [`of its first ${forgotten} messages no more is known than how many`]),
    ],
  };
}

function endsOf({ ends }: SeenTunnel, known: KnownTunnel | undefined): [RadarEnd, RadarEnd] {
  const [one, two] = ends.map((end) => {
    const named = known?.ends.find((each) => isEnd(each, end.address ?? '') || isEnd(each, end.router ?? ''));
    return { address: end.address ?? named?.address ?? null, router: named?.name ?? end.router };
  });
  return [one ?? NOBODY, two ?? NOBODY];
}

const NOBODY: RadarEnd = { address: null, router: null };

/** A tunnel of the inventory of which no message tells: good news only where its routers were heard. */
export function silentRow(known: KnownTunnel, scene: Scene): Row {
  const ends: RadarTunnel['ends'] = [toEnd(known.ends[0]), toEnd(known.ends[1])];
  const reports = ends.flatMap((end) => reportOfEnd(end, scene.routers) ?? []);
  const isHeard = reports.some(({ silentSinceMs, gaps }) => silentSinceMs === null && gaps.length === 0);
  const counted = countedFlaps(ends, [], scene);
  const standing: Standing = counted.length > 1 ? 'flaps' : counted.length === 1 ? 'flapped-once' : isHeard ? 'quiet' : 'unknown';
  const reason =
    counted.length > 0
      ? 'counters have grown and no message said so: look whether its routers log it, and to whom'
      : isHeard
        ? 'its routers were heard, and say nothing of it'
        : 'it was not heard well enough to call it healthy';
  return {
    name: known.name,
    ends,
    interface: null,
    standing,
    flaps: counted.length,
    counted: counted.length,
    perDay: counted.length / Math.max(1, (scene.untilMs - scene.fromMs) / DAY_MS),
    firstAt: isoOf(counted[0]?.fromMs),
    lastAt: isoOf(counted.at(-1)?.toMs),
    longestSeconds: 0,
    signs: {},
    rhythm: rhythmOf([]),
    score: null,
    reason,
    trap: null,
    unheard: unheardOf(ends, scene.routers, scene.untilMs),
  };
}

function toEnd({ name, address }: KnownTunnel['ends'][0]): RadarEnd {
  return { address, router: name };
}

/** Growth that no message tells of. */
function countedFlaps(ends: readonly RadarEnd[], spoken: readonly Flap[], { growths }: Scene): Flap[] {
  const addresses = new Set(ends.flatMap(({ address }) => address ?? []));
  return growths
    .filter(
      ({ peer, local, router }) => peer !== null && addresses.has(peer) && (local === null ? isAmong(ends, router) : addresses.has(local)),
    )
    .filter(({ fromMs, toMs }) => !spoken.some((flap) => flap.fromMs <= toMs && flap.toMs >= fromMs))
    .map(({ fromMs, toMs }) => ({ fromMs, toMs, signs: ['invalid-spi'] }));
}

function isAmong(ends: readonly RadarEnd[], router: string): boolean {
  return ends.some((end) => end.router === router);
}

function signsOf(tracks: readonly Track[]): Partial<Record<SignId, number>> {
  const signs: Partial<Record<SignId, number>> = {};
  for (const [sign, count] of tracks.flatMap((track) => track.signs)) signs[sign] = (signs[sign] ?? 0) + count;
  return signs;
}

/** `-Infinity` of none. */
export function largest(values: readonly number[]): number {
  return values.reduce((most, each) => Math.max(most, each), Number.NEGATIVE_INFINITY);
}

export function isoOf(ms: number): string;
export function isoOf(ms: number | undefined): string | null;
export function isoOf(ms: number | undefined): string | null {
  return ms === undefined || !Number.isFinite(ms) ? null : new Date(ms).toISOString();
}
