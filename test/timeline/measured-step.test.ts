/** A clock that was set while both peers went on with their messages: how far is measured by these. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BRANCH, HQ, note, receives, sends, stamp, timelineOf } from './two-peers.ts';

const MINUTE_MS = 60_000;

/** The routers send each other a message every 10 s; hq's clock is set by `stepMs` in the middle of them, just behind `lastMs`. */
interface Story {
  stepMs: number;
  thereMs: number;
  backMs: number;
  offsetMs: number;
  isTold: boolean;
}

const EXCHANGES = [0, 10_000, 20_000, 30_000, 40_000, 50_000];
const STEP_AT_MS = 25_400;

function exchangeAt(id: number, { at, stepMs, thereMs, backMs, offsetMs }: Story & { at: number }) {
  const own = at < STEP_AT_MS ? at : at + stepMs;
  return {
    a: [...sends(own, BRANCH, id), ...receives(own + thereMs + 1 + backMs, BRANCH, id + 1)],
    b: [...receives(at + thereMs + offsetMs, HQ, id), ...sends(at + thereMs + 1 + offsetMs, HQ, id + 1)],
  };
}

/** `08:00:00 UTC Thu Oct 25 2026`, cut to the second as IOS does. */
function inSeconds(ms: number): string {
  return `${stamp(ms, 'seconds').slice(8, 16)} UTC Sun Oct 25 2026`;
}

function timelineWith(story: Story, more: string[] = []) {
  const parts = EXCHANGES.map((at, index) => exchangeAt(1001 + 10 * index, { ...story, at }));
  const before = parts.slice(0, 3).flatMap(({ a }) => a);
  const behind = parts.slice(3).flatMap(({ a }) => a);
  const told = `${stamp(STEP_AT_MS + story.stepMs)}%SYS-6-CLOCKUPDATE: System clock has been updated from ${inSeconds(STEP_AT_MS)} to ${inSeconds(STEP_AT_MS + story.stepMs)}, configured from NTP by 203.0.113.9.`;
  return timelineOf({ a: [...before, ...more, ...(story.isTold ? [told] : []), ...behind], b: parts.flatMap(({ b }) => b) });
}

const STORY: Story = { stepMs: 95_300, thereMs: 6, backMs: 8, offsetMs: 400, isTold: true };

/** What hq noted 400 ms before its clock was set. */
function noted({ events }: ReturnType<typeof timelineWith>) {
  const event = events.find(({ side, text }) => side === 'a' && text.includes('%SYS-5-CONFIG_I'));
  return { at: event?.commonAt ?? Number.NaN, precisionMs: event?.precisionMs ?? Number.NaN };
}

const trueAt = (stepMs: number) => Date.UTC(1972, 9, 25, 20, 37) + 25_000 + stepMs;

describe('how far a clock was set', () => {
  it.each([
    ['on', 95_300],
    ['back', -95_300],
    ['by less than a second of what the line names', 95_900],
  ])('%s is told by the messages before and behind it to the ms', (_what, stepMs) => {
    const { at, precisionMs } = noted(timelineWith({ ...STORY, stepMs }, [note(25_000)]));
    expect(precisionMs).toBeLessThan(50);
    expect(Math.abs(at - trueAt(stepMs))).toBeLessThanOrEqual(precisionMs);
  });

  it('is told by them where no line says so', () => {
    const { at, precisionMs } = noted(timelineWith({ ...STORY, stepMs: -10 * MINUTE_MS, isTold: false }, [note(25_000)]));
    expect(precisionMs).toBeLessThan(50);
    expect(Math.abs(at - trueAt(-10 * MINUTE_MS))).toBeLessThanOrEqual(precisionMs);
  });

  it('holds the truth in its bound for every step and every wire', () => {
    const way = fc.double({ min: 1, max: 900, noNaN: true });
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 2000, max: 9e6 }), fc.integer({ min: -9e6, max: -2000 })),
        way,
        way,
        fc.integer({ min: -9e5, max: 9e5 }),
        (stepMs, thereMs, backMs, offsetMs) => {
          const { at, precisionMs } = noted(timelineWith({ stepMs, thereMs, backMs, offsetMs, isTold: true }, [note(25_000)]));
          expect(Math.abs(at - trueAt(stepMs))).toBeLessThanOrEqual(precisionMs);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is told of one file by what that file has, not by another of the same router', () => {
    const parts = EXCHANGES.map((at, index) => exchangeAt(1001 + 10 * index, { ...STORY, at }));
    const told = (ms: number) =>
      `${stamp(ms + STORY.stepMs)}%SYS-6-CLOCKUPDATE: System clock has been updated from ${inSeconds(ms)} to ${inSeconds(ms + STORY.stepMs)}, configured from NTP by 203.0.113.9.`;
    const timeline = timelineOf({
      a: {
        'boot_1.log': [note(1_800_000), told(1_800_400), '%SYS-5-RELOAD: Reload requested'],
        'show_logging.txt': [
          ...parts.slice(0, 3).flatMap(({ a }) => a),
          `${stamp(25_000)}%SYS-5-LOG_CONFIG_CHANGE: here`,
          told(STEP_AT_MS),
          ...parts.slice(3).flatMap(({ a }) => a),
        ],
      },
      b: parts.flatMap(({ b }) => b),
    });
    expect(noted(timeline).precisionMs).toBeGreaterThanOrEqual(1000);
    const here = timeline.events.find(({ text }) => text.includes('LOG_CONFIG_CHANGE'));
    expect(here?.precisionMs).toBeLessThan(50);
  });

  it('is less sure for what lies hours before it', () => {
    const { precisionMs } = noted(timelineWith(STORY, [note(25_000)]));
    const early = timelineWith({ ...STORY, isTold: true }, []);
    expect(early.events.find(({ side }) => side === 'a')?.precisionMs).toBeGreaterThan(precisionMs);
  });

  it('is as unsure as its line where the peer was not heard before it', () => {
    const parts = EXCHANGES.map((at, index) => exchangeAt(1001 + 10 * index, { ...STORY, at }));
    const told = `${stamp(STEP_AT_MS + STORY.stepMs)}%SYS-6-CLOCKUPDATE: System clock has been updated from ${inSeconds(STEP_AT_MS)} to ${inSeconds(STEP_AT_MS + STORY.stepMs)}, configured from NTP by 203.0.113.9.`;
    const timeline = timelineOf({
      a: [...parts.slice(0, 3).flatMap(({ a }) => a), note(25_000), told, ...parts.slice(3).flatMap(({ a }) => a)],
      b: parts.slice(3).flatMap(({ b }) => b),
    });
    expect(noted(timeline).precisionMs).toBeGreaterThanOrEqual(1000);
  });
});
