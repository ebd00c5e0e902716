/** A trap is what would catch the next flap of a tunnel, in the words of a playbook; which tunnels deserve one is said with the reason. */
import type { Address } from '../../ipsec/address.ts';
import type { SignId } from '../../syslog/sign.ts';
import type { Rhythm } from './rhythm.ts';
import type { Flap } from './track.ts';

/** In the keys of a playbook; the rest is in the shipped one that it names. */
export interface Trap {
  playbook: 'tunnel-flaps' | 'ikev2-flaps';
  trigger: 'invalid-spi' | 'session-down';
  leaseSeconds: number;
  tunnel: { a: TrapEnd; b: TrapEnd };
  /** What must be configured already. */
  needs: string | null;
}

interface TrapEnd {
  name: string | null;
  address: Address;
}

export interface Suspect {
  flaps: readonly Flap[];
  perDay: number;
  rhythm: Rhythm;
  untilMs: number;
  isIkev2: boolean;
  ends: readonly { address: Address | null; router: string | null }[];
}

/** Higher is caught sooner; null deserves none. */
export interface Judged {
  rank: number | null;
  /** One sentence. */
  reason: string;
  trap: Trap | null;
}

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;
/** A flap that lasts is a black hole, and one is enough. [C seed.md 4] */
const BLACK_HOLE_MS = 600_000;
/** So many times its usual distance without a flap: something has changed. */
const QUIET_TIMES = 6;
/** By chance a flap that comes once in a mean distance stays away for three of them once in twenty times. */
const LEASE_DISTANCES = 3;
const LEASE_LEAST_SECONDS = 43_200;
const LEASE_MOST_SECONDS = 14 * DAY_SECONDS;

export function judgeSuspect(suspect: Suspect): Judged {
  const { flaps, perDay, untilMs } = suspect;
  const last = flaps.at(-1);
  if (last === undefined)
    return { rank: null, reason: 'no flap was heard: what it says is of negotiations, and stands in the log', trap: null };
  const longestMs = Math.max(...flaps.map(({ fromMs, toMs }) => toMs - fromMs));
  if (flaps.length === 1 && longestMs < BLACK_HOLE_MS)
    return { rank: null, reason: 'it flapped once, and not for long, as it may at a rekey', trap: null };
  const quietMs = untilMs - last.toMs;
  const usualMs = DAY_MS / Math.max(perDay, Number.MIN_VALUE);
  if (flaps.length > 2 && quietMs > Math.max(DAY_MS, QUIET_TIMES * usualMs))
    return {
      rank: null,
      reason: `it flapped ${flaps.length} times and has not for ${sayTime(quietMs)}: something may have mended it`,
      trap: null,
    };
  const trap = trapOf(suspect);
  const why =
    trap === null
      ? 'which addresses its ends have no message says: an inventory would'
      : `a trap of ${sayLease(trap)} should catch the next`;
  return { rank: perDay * (1 + longestMs / BLACK_HOLE_MS), reason: `${sayFlaps(suspect, longestMs)}: ${why}`, trap };
}

function sayFlaps({ flaps, rhythm, perDay }: Suspect, longestMs: number): string {
  if (flaps.length === 1) return `it was in trouble once, for ${sayTime(longestMs)}`;
  const often = perDay >= 1 ? `${figure(perDay)} times a day` : `${figure(perDay * 7)} times a week`;
  const longest = longestMs >= BLACK_HOLE_MS ? `, for up to ${sayTime(longestMs)}` : '';
  return `it flapped ${flaps.length} times, ${often}${sayRhythm(rhythm)}${longest}`;
}

function sayRhythm(rhythm: Rhythm): string {
  if (rhythm.kind === 'periodic') return `, every ${sayTime(rhythm.seconds * 1000)} as a lifetime would have it`;
  if (rhythm.kind === 'time-of-day') return `, ${rhythm.inside} of them between ${clock(rhythm.fromMinute)} and ${clock(rhythm.toMinute)}`;
  return rhythm.kind === 'bursts' ? `, in ${rhythm.bursts} bursts` : '';
}

function trapOf({ flaps, rhythm, perDay, isIkev2, ends }: Suspect): Trap | null {
  const [a, b] = ends.map(({ address, router }) => (address === null ? undefined : { name: router, address }));
  if (a === undefined || b === undefined) return null;
  const signs = new Set<SignId>(flaps.flatMap((flap) => flap.signs));
  const trigger = signs.has('invalid-spi') ? 'invalid-spi' : 'session-down';
  const distance = rhythm.kind === 'periodic' ? rhythm.seconds : rhythm.kind === 'time-of-day' ? DAY_SECONDS : DAY_SECONDS / perDay;
  const leaseSeconds = wholeLease(Math.min(LEASE_MOST_SECONDS, Math.max(LEASE_LEAST_SECONDS, LEASE_DISTANCES * distance)));
  const needs = trigger === 'session-down' ? 'crypto logging session' : null;
  return { playbook: isIkev2 ? 'ikev2-flaps' : 'tunnel-flaps', trigger, leaseSeconds, tunnel: { a, b }, needs };
}

/** Half days up to one, then days. */
function wholeLease(seconds: number): number {
  const unit = seconds <= DAY_SECONDS ? DAY_SECONDS / 2 : DAY_SECONDS;
  return Math.ceil(seconds / unit) * unit;
}

function sayLease({ leaseSeconds }: Trap): string {
  return sayTime(leaseSeconds * 1000);
}

/** `45 s`, `8 h`, `3.5 days` */
export function sayTime(ms: number): string {
  const [length, unit] =
    ms < 120_000 ? [1000, 's'] : ms < 2 * 3_600_000 ? [60_000, 'min'] : ms < 2 * DAY_MS ? [3_600_000, 'h'] : [DAY_MS, 'days'];
  return `${figure(ms / length)} ${unit}`;
}

function figure(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');
}

/** `02:05` */
export function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((each) => `${each}`.padStart(2, '0')).join(':');
}
