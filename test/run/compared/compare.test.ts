/** Over many bundles: what recurs, how often before and after a date, and how far the verdict's words can be trusted. */
import { describe, expect, it } from 'vitest';
import { type ComparedBundle, compareBundles } from '../../../src/run/compared/compare.ts';
import { findingsOf, NOTHING_CONFIRMED } from '../../../src/run/confirmed/confirmed.ts';
import { judge } from '../../../src/verdict/judge.ts';
import type { Verdict } from '../../../src/verdict/verdict.ts';
import { timelineOf } from '../../verdict/bundle-of.ts';
import { DELETE_LOST, HEALTHY, ONLY_THE_MESSAGE } from '../../verdict/stories.ts';

const DAY_MS = 86_400_000;
const FROM = Date.UTC(2026, 0, 1);

/** The story of 2 September 1972 as it were told on that day of 2026. */
function on(dayOfYear: number, story = DELETE_LOST, spi?: string): Verdict {
  const verdict = judge(timelineOf(story));
  const shiftMs = FROM + dayOfYear * DAY_MS - Date.UTC(1972, 8, 2);
  const moved = (iso: string | null) => (iso === null ? null : new Date(Date.parse(iso) + shiftMs).toISOString());
  const movedMs = (ms: number | null) => (ms === null ? null : ms + shiftMs);
  const { a, b } = verdict.recordings;
  return {
    ...verdict,
    isYearKnown: true,
    recordings: {
      a: { ...a, fromAt: movedMs(a.fromAt), toAt: movedMs(a.toAt) },
      b: { ...b, fromAt: movedMs(b.fromAt), toAt: movedMs(b.toAt) },
    },
    incidents: verdict.incidents.map((each) => ({
      ...each,
      spi: (spi ?? each.spi) as typeof each.spi,
      firstAt: moved(each.firstAt),
      lastAt: moved(each.lastAt),
    })),
  };
}

const bundle = (path: string, verdict: Verdict): ComparedBundle => ({ path, judged: { verdict }, confirmed: NOTHING_CONFIRMED });
const SINCE = { sinceMs: FROM + 30 * DAY_MS };

describe('comparing bundles', () => {
  const five = [1, 5, 9, 20, 28].map((day, index) => bundle(`bundle ${day}`, on(day, DELETE_LOST, `0x0000000${index}`)));

  it('counts one story over all of them, whatever its SPI', () => {
    const { recurring } = compareBundles(five, {});
    expect(recurring).toMatchObject([{ cause: 'delete-lost', receiver: 'branch', bundles: 5, times: 5, undated: 0, since: null }]);
  });

  it('counts an incident that two bundles hold once', () => {
    const { recurring } = compareBundles([bundle('one', on(1)), bundle('the same', on(1))], {});
    expect(recurring).toMatchObject([{ bundles: 2, times: 1 }]);
  });

  it('tells before from after a date, each with its exact interval', () => {
    const [story] = compareBundles([...five, bundle('quiet', on(90, HEALTHY))], SINCE).recurring;
    expect(story?.before).toMatchObject({ times: 5, days: expect.closeTo(28.4, 0) });
    expect(story?.before.perDay?.least).toBeCloseTo(1.623 / (story?.before.days ?? 1), 3);
    expect(story?.before.perDay?.most).toBeCloseTo(11.668 / (story?.before.days ?? 1), 3);
    expect(story?.since).toMatchObject({ times: 0, perDay: { about: 0, least: 0 } });
    expect(story?.chance).toBeLessThan(0.01);
  });

  it('knows no rate of a time that no record reaches, until somebody says that it was watched', () => {
    const [unknown] = compareBundles(five, SINCE).recurring;
    expect(unknown).toMatchObject({ since: { times: 0, perDay: null }, chance: null });
    const [known] = compareBundles(five, { ...SINCE, untilMs: FROM + 60 * DAY_MS }).recurring;
    expect(known).toMatchObject({ since: { times: 0, days: 30 } });
  });

  it('puts what has no date into neither', () => {
    const undated = { ...on(3), isYearKnown: false };
    const [story] = compareBundles([...five, bundle('undated', undated)], SINCE).recurring;
    expect(story).toMatchObject({ times: 6, undated: 1, before: { times: 5 } });
  });

  it('keeps causes apart', () => {
    const { recurring } = compareBundles([bundle('one', on(1)), bundle('two', on(2, ONLY_THE_MESSAGE))], {});
    expect(recurring.map(({ cause }) => cause).sort()).toEqual(['delete-lost', 'unknown']);
  });
});

describe('what was confirmed', () => {
  const confirmedAs = (path: string, verdict: Verdict, ...causes: string[]): ComparedBundle => ({
    path,
    judged: { verdict },
    confirmed: { ...NOTHING_CONFIRMED, findings: causes.flatMap((cause) => findingsOf(verdict, { cause }, FROM)) },
  });

  it('says per word how often the verdict was right', () => {
    const bundles = [
      confirmedAs('right', on(1), 'delete-lost'),
      confirmedAs('wrong', on(2), 'ike-blocked'),
      bundle('nobody looked', on(3)),
    ];
    const { calibration, confirmed } = compareBundles(bundles, {});
    expect(confirmed).toBe(2);
    expect(calibration.map(({ word, right, total }) => `${word} ${right}/${total}`)).toEqual(['certain 1/2', 'likely 0/0', 'possible 0/0']);
  });

  it('counts what was said last', () => {
    const { calibration } = compareBundles([confirmedAs('mind changed', on(1), 'ike-blocked', 'delete-lost')], {});
    expect(calibration[0]).toMatchObject({ word: 'certain', right: 1, total: 1 });
  });

  it('holds no verdict to account that named none', () => {
    const { calibration, confirmed } = compareBundles([confirmedAs('unknown', on(1, ONLY_THE_MESSAGE), 'peer-reloaded')], {});
    expect(confirmed).toBe(1);
    expect(calibration.map(({ total }) => total)).toEqual([0, 0, 0]);
  });
});
