/** Lanes hold the events of each row in order, and give one entry a pixel however many there are. */
import { beforeAll, describe, expect, it } from 'vitest';
import { firstFrom, lanesOf, pixelsOf, type Shown } from '../../src/page/lanes.ts';
import { livesOf, refsOfSa } from '../../src/page/lives.ts';
import { type Plot, plotOf, ROWS, shiftsOf, wordsOf } from '../../src/page/plot.ts';
import { pictureOf } from '../../src/report/picture/picture.ts';
import type { Judged } from '../../src/run/judge-read.ts';
import { filesOfCase, judgeFiles } from '../case/open.ts';

const NAME = 'delete-lost/124-xe';
const ALL: Shown = { hidden: new Set(), isShownA: true, isShownB: true, only: undefined };

let judged: Judged;
let plot: Plot;
beforeAll(async () => {
  judged = await judgeFiles(await filesOfCase(NAME), NAME);
  // As it travels.
  plot = plotOf(JSON.parse(JSON.stringify(pictureOf(judged.verdict, judged.timeline, judged.bundle))));
});

describe('a plot', () => {
  it('gives back every event of the timeline with its stamp, its side and its line', () => {
    const { events } = judged.timeline;
    expect(plot.count).toBe(events.length);
    expect(events.filter(({ at }, ref) => (at ?? Number.NaN) !== plot.at[ref])).toEqual([]);
    expect(events.filter(({ side }, ref) => (side === 'b') !== (plot.isB[ref] === 1))).toEqual([]);
    expect(events.filter(({ line }, ref) => line !== plot.line[ref])).toEqual([]);
  });

  it('is shifted onto one clock, or not at all', () => {
    expect(shiftsOf(plot, true)).toEqual({ a: 0, b: -(judged.verdict.clock.offsetMs ?? 0), isFar: false });
    expect(shiftsOf(plot, false)).toEqual({ a: 0, b: 0, isFar: false });
  });

  it('of clocks that are days apart begins both lanes together', () => {
    const far = structuredClone(plot.picture);
    const shift = 20 * 86_400_000;
    far.verdict.recordings.b.fromAt = (far.verdict.recordings.b.fromAt ?? 0) + shift;
    far.verdict.recordings.b.toAt = (far.verdict.recordings.b.toAt ?? 0) + shift;
    const { a, b } = far.verdict.recordings;
    expect(shiftsOf(plotOf(far), false)).toEqual({ a: 0, b: (a.fromAt ?? 0) - (b.fromAt ?? 0), isFar: true });
  });
});

describe('lanes', () => {
  it('hold every event once, in order of time', () => {
    const lanes = lanesOf(plot, shiftsOf(plot, true), ALL);
    const refs = lanes.flat().flatMap((lane) => [...lane.refs]);
    expect(refs.sort((one, two) => one - two)).toEqual([...Array(plot.count).keys()]);
    for (const { times } of lanes.flat()) expect([...times]).toEqual([...times].sort((one, two) => one - two));
  });

  it('show what is asked for only', () => {
    const countOf = (shown: Partial<Shown>) =>
      lanesOf(plot, shiftsOf(plot, true), { ...ALL, ...shown }).map((rows) => rows.reduce((sum, { refs }) => sum + refs.length, 0));
    expect(countOf({ isShownA: false })[0]).toBe(0);
    expect(countOf({ isShownB: false })[1]).toBe(0);
    expect(countOf({ hidden: new Set(plot.picture.events.families.keys()) })).toEqual([0, 0]);
    expect(countOf({ only: new Set([0]) })).toEqual([1, 0]);
  });

  it('are counted by pixel: as many events as there are, no pixel twice', () => {
    const times = Float64Array.from({ length: 100_000 }, (_, index) => index);
    const lane = { times, refs: Int32Array.from(times.keys()) };
    const pixels = pixelsOf(lane, 0, 100_000, 1000);
    expect(pixels.length).toBe(1000);
    expect(pixels.reduce((sum, { count }) => sum + count, 0)).toBe(100_000);
    expect(new Set(pixels.map(({ x }) => x)).size).toBe(1000);
    expect(firstFrom(times, 41_999.5)).toBe(42_000);
  });
});

describe('the life of an SA', () => {
  it('shows the moment from which its ends no longer agree: its receiver let it go, and the DELETE was lost', () => {
    const life = livesOf(plot).find(({ sa }) => sa.spi === judged.verdict.incidents[0]?.spi);
    expect(life?.parts?.gone).toBe('receiver');
    expect(wordsOf(plot, life?.parts?.ref ?? -1)).toMatch(/^inbound 0x9899360B deleted/);
  });

  it('that both let go at once has none', () => {
    expect(livesOf(plot).filter(({ parts }) => parts === undefined).length).toBeGreaterThan(0);
  });

  it('is told by what names its SPI at both ends, and by the messages that carried its DELETE', () => {
    const refs = [...refsOfSa(plot, plot.picture.events.spis.indexOf('0x9899360B'))];
    expect(new Set(refs.map((ref) => plot.isB[ref])).size).toBe(2);
    expect(new Set(refs.map((ref) => ROWS[plot.row[ref] ?? 0]))).toEqual(new Set(['SAs', 'DELETEs', 'unknown SPI', 'IKE messages']));
  });
});
