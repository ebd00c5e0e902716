/** A deed is what a person is about to do to a capture, in words, with a digest of exactly these words: what has changed since it was read is not done. */
import { createHash } from 'node:crypto';
import type { CaptureState } from '../engine/engine.ts';
import { FlaptrapError } from '../errors.ts';
import { SIDES } from '../ipsec/side.ts';
import { NOT_LOOKED_AT } from '../run/waiting.ts';
import { isSame } from './access.ts';

export type Act = 'stop' | 'freeze' | 'extend';

export interface Deed {
  act: Act;
  captureId: string;
  title: string;
  /** What will be done, a sentence each. */
  says: string[];
  digest: string;
  /** Of another lease: its end, in ISO 8601. */
  until?: string | undefined;
}

/** How much longer, in hours from now, on the minute. */
export const SPANS = { '6h': 6, '12h': 12, '1d': 24, '3d': 72, '7d': 168 } as const;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** Throws `input` where there is none of this id. */
export function requireCapture(states: readonly CaptureState[], captureId: string): CaptureState {
  const state = states.find((each) => each.captureId === captureId);
  if (state !== undefined) return state;
  throw new FlaptrapError('input', 'there is no such capture', { next: 'choose one of the list' });
}

/** `asked`: one of `SPANS`, where the lease is meant. */
export function deedOf(act: Act, state: CaptureState, asked: string, nowMs: number): Deed {
  if (state.phase === 'ended') throw new FlaptrapError('input', `capture ${state.captureId} has ended: nothing is left to do`);
  if (act === 'stop') return stopDeed(state);
  if (act === 'freeze') return freezeDeed(state);
  const hours = SPANS[asked as keyof typeof SPANS] ?? SPANS['1d'];
  return leaseDeed(state, new Date(Math.ceil((nowMs + hours * HOUR_MS) / MINUTE_MS) * MINUTE_MS).toISOString(), nowMs);
}

function stopDeed(state: CaptureState): Deed {
  return madeOf('stop', state, `Stop capture ${state.captureId}`, [
    'The waiting ends. What a router has recorded is fetched and judged.',
    `Then ${ours(state)} disarmed: all applets, debugs and settings of this capture are removed, and it is checked on the router.`,
  ]);
}

function freezeDeed(state: CaptureState): Deed {
  return madeOf('freeze', state, `Freeze capture ${state.captureId} now`, [
    'The recording is frozen as if the trigger had been seen: the tables and the log are saved on the flash, debugs go off.',
    `Then everything is fetched and judged, and ${ours(state)} disarmed, or armed again while captures are left (${state.capturesLeft}).`,
  ]);
}

/** `leaseEndsAt` in ISO 8601. */
export function leaseDeed(state: CaptureState, leaseEndsAt: string, nowMs: number): Deed {
  const ms = Date.parse(leaseEndsAt);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/.test(leaseEndsAt) || !(ms > nowMs && ms < nowMs + YEAR_MS))
    throw new FlaptrapError('input', 'the new end of the lease is no time in the coming year', { next: 'choose it again' });
  const deed = madeOf('extend', state, `Change the lease of capture ${state.captureId}`, [
    `The lease ends ${sayTime(leaseEndsAt)} and no longer ${sayTime(state.leaseEndsAt)}.`,
    'The timer on each router is set anew, one after the other; where one refuses, both stay as they are.',
  ]);
  return { ...deed, until: leaseEndsAt };
}

/** Throws unless it is what was read. */
export function requireDeed(deed: Deed, digest: string): void {
  if (isSame(deed.digest, digest)) return;
  throw new FlaptrapError('digest', 'this has changed since you read it; nothing was done', {
    tried: `digest ${digest.slice(0, 16)}`,
    answer: `it is now ${deed.digest.slice(0, 16)}`,
    next: 'read it again, and confirm what it says now',
  });
}

function madeOf(act: Act, state: CaptureState, title: string, does: readonly string[]): Deed {
  const routers = SIDES.map((side) => state.peers[side]).map(({ name, address, isOurs, standing }) =>
    isOurs ? `${name} (${address}): ${standing || NOT_LOOKED_AT}` : `${name} (${address}) is not ours: nothing is done there`,
  );
  const says = [...does, ...routers];
  const { captureId, phase, leaseEndsAt } = state;
  const digest = createHash('sha256')
    .update(JSON.stringify([act, captureId, phase, leaseEndsAt, does]))
    .digest('hex');
  return { act, captureId, title, says, digest };
}

function ours({ peers }: CaptureState): string {
  const names = SIDES.filter((side) => peers[side].isOurs).map((side) => peers[side].name);
  return names.length > 1 ? `${names.join(' and ')} are` : `${names.join()} is`;
}

function sayTime(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}
