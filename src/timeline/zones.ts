/** One device stamps its log with a zone and its event trace without one: both are brought onto one wall clock. */

import { TRACE_ID } from '../ios/families/event-trace.ts';
import type { Log } from '../ios/log/log.ts';
import { zoneMinutes } from '../ios/log/stamp-zone.ts';
import type { PeerState } from './state.ts';

const MINUTE_MS = 60_000;
/** Files of one capture end this close together. [L] */
const ENDS_APART_MS = 30 * MINUTE_MS;

/** The logs, those without a zone moved by that of the others (or of `show clock`) where only then all of them end together. [L] */
export function inOneZone(logs: readonly Log[], clockZone: string | undefined): Log[] {
  const zone = logs.find((log) => log.zone !== null)?.zone ?? clockZone;
  const shiftMs = zone === undefined || zone === null ? 0 : zoneMinutes(zone) * MINUTE_MS;
  const end = logs.find((log) => log.zone !== null)?.toAt ?? logs.find(({ families }) => !families.includes(TRACE_ID))?.toAt;
  if (shiftMs === 0 || end === undefined || end === null) return [...logs];
  return logs.map((log) => (log.zone === null && isElsewhere(log, end, shiftMs) ? movedBy(log, -shiftMs) : log));
}

/** The state with `show clock` as the log stamps: converted by its zone, or as it stands, whichever lies nearer to the log's end. [L] */
export function onLogClock(state: PeerState, zone: string | undefined, logEndAt: number | null): PeerState {
  const { clockAt } = state;
  if (clockAt === undefined || zone === undefined || logEndAt === null) return state;
  const wallAt = clockAt.value + zoneMinutes(zone) * MINUTE_MS;
  return Math.abs(wallAt - logEndAt) < Math.abs(clockAt.value - logEndAt) ? { ...state, clockAt: { ...clockAt, value: wallAt } } : state;
}

function isElsewhere({ toAt }: Log, end: number, shiftMs: number): boolean {
  return toAt !== null && Math.abs(toAt - end) > ENDS_APART_MS && Math.abs(toAt - shiftMs - end) <= ENDS_APART_MS;
}

function movedBy(log: Log, ms: number): Log {
  const move = (at: number | null) => (at === null ? null : at + ms);
  return {
    ...log,
    events: log.events.map((event) => ({ ...event, at: move(event.at) })),
    fromAt: move(log.fromAt),
    toAt: move(log.toAt),
    gaps: log.gaps.map((gap) => ({ ...gap, fromAt: gap.fromAt + ms, toAt: gap.toAt + ms })),
    numbered: log.numbered.map(({ fromAt, toAt }) => ({ fromAt: fromAt + ms, toAt: toAt + ms })),
  };
}
