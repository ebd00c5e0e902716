/** A clock that is set behind the last matched message shows in what else tells both clocks at one moment. */
import { describe, expect, it } from 'vitest';
import type { ClockProbe, Manifest } from '../../src/bundle/manifest.ts';
import { BRANCH, HQ, receives, sends, stamp, timelineOf } from './two-peers.ts';

const MINUTE_MS = 60_000;
const mark = (ms: number) => `${stamp(ms)}%HA_EM-5-LOG: FLAPTRAP-0123abcd-CALL: the tail ends, debugs were on until here`;
const note = (ms: number) => `${stamp(ms)}%SYS-5-CONFIG_I: Configured from console by ops on console`;

function frozen(aEndsMs: number, bEndsMs: number, between: readonly number[] = []) {
  return timelineOf({
    a: [...sends(0, BRANCH, 7), ...receives(30, BRANCH, 9), mark(aEndsMs)],
    b: [...receives(10, HQ, 7), ...sends(20, HQ, 9), ...between.map(note), mark(bEndsMs)],
  }).clock;
}

describe('the marks of one freeze', () => {
  it.each([15, 30, -15, -40])(
    'contradict the messages where a clock was set by %d minutes behind them: the bound spans both',
    (minutes) => {
      const aEndsMs = 50 * MINUTE_MS;
      const { offsetMs, uncertaintyMs, conflict } = frozen(aEndsMs, aEndsMs + minutes * MINUTE_MS);
      for (const held of [0, minutes * MINUTE_MS])
        expect(Math.abs((offsetMs ?? Number.NaN) - held)).toBeLessThanOrEqual(uncertaintyMs ?? 0);
      expect(conflict).toMatch(/^the marks of one freeze contradict the matched messages by \d+ min.*: a clock was set meanwhile$/);
    },
  );

  it.each([0, 1, -2, 4])('agree where one end was called %d minutes behind the other', (minutes) => {
    expect(frozen(50 * MINUTE_MS, (50 + minutes) * MINUTE_MS)).toMatchObject({ offsetMs: 0, uncertaintyMs: 10 });
  });

  it('say nothing where one end was recorded on and on: no silence hides a step', () => {
    const every = Array.from({ length: 40 }, (_, index) => (index + 1) * 2 * MINUTE_MS);
    const { conflict, uncertaintyMs } = frozen(50 * MINUTE_MS, 82 * MINUTE_MS, every);
    expect({ conflict, uncertaintyMs }).toEqual({ conflict: undefined, uncertaintyMs: 10 });
  });
});

describe('show clock', () => {
  const day = Date.UTC(1972, 9, 25, 20, 38);
  const answer = (ms: number) => `${new Date(day + ms).toISOString().slice(11, 23)} UTC Wed Oct 25 1972`;
  const probe = (side: 'a' | 'b', ms: number): ClockProbe => ({ side, beforeMs: day, afterMs: day + 40, answer: answer(ms) });
  const probed = (bMs: number) =>
    timelineOf({
      a: [...sends(0, BRANCH, 7), ...receives(30, BRANCH, 9)],
      b: [...receives(10, HQ, 7), ...sends(20, HQ, 9)],
      manifest: { clockProbes: [probe('a', 20), probe('b', bMs)], files: [], failures: [] } as unknown as Manifest,
    }).clock;

  it.each([-90_000, 5000, 600_000])('that is off by %d ms says that a clock was set: the bound spans both', (setMs) => {
    const { offsetMs, uncertaintyMs, conflict } = probed(20 + setMs);
    for (const held of [0, setMs]) expect(Math.abs((offsetMs ?? Number.NaN) - held)).toBeLessThanOrEqual(uncertaintyMs ?? 0);
    expect(conflict).toMatch(/^show clock contradicts the matched messages by /);
  });

  it('that fits leaves the messages their bound', () => {
    expect(probed(60)).toMatchObject({ offsetMs: 0, uncertaintyMs: 10 });
  });
});
