/** The trace, held against the documented trace event format. */
import { describe, expect, it } from 'vitest';
import { perfetto } from '../../../src/report/formats/perfetto.ts';
import type { Timeline } from '../../../src/timeline/model.ts';
import { buildTimeline } from '../../../src/timeline/timeline.ts';
import { judge } from '../../../src/verdict/judge.ts';
import { bundleOfCase, CASES } from '../../case/open.ts';
import { timelineOf } from '../../verdict/bundle-of.ts';
import { DELETE_LOST, ONLY_THE_MESSAGE } from '../../verdict/stories.ts';

interface Entry {
  ph: string;
  name: string;
  cat?: string;
  pid: number;
  tid: number;
  ts: number;
  dur: number;
  id?: number;
  s?: string;
  bp?: string;
  args: Record<string, unknown>;
}
interface Trace {
  displayTimeUnit: string;
  metadata: { clock: { offsetMs: number | null; said: string | null }; withoutTime: number };
  traceEvents: Entry[];
}

const traceOf = (timeline: Timeline): Trace => JSON.parse(perfetto.print(judge(timeline), timeline)) as Trace;

/** What Google's "Trace Event Format" asks of each phase that is used, one sentence a mistake. */
function mistakesOf({ traceEvents, displayTimeUnit }: Trace): string[] {
  const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
  const slices = traceEvents.filter(({ ph }) => ph === 'X');
  const rowOf = ({ pid, tid }: Entry): string => `${pid}/${tid}`;
  const inSlice = (entry: Entry): boolean =>
    slices.some((slice) => rowOf(slice) === rowOf(entry) && slice.ts <= entry.ts && entry.ts <= slice.ts + slice.dur);
  const named = new Set(traceEvents.flatMap((each) => (each.ph === 'M' && each.name === 'thread_name' ? [rowOf(each)] : [])));
  const of = (entry: Entry): string[] => {
    const { ph, name, pid, tid, ts, dur, id, s, bp, cat, args } = entry;
    const wrong: [boolean, string][] = [
      [!['M', 'X', 'i', 's', 'f'].includes(ph), 'has a phase that is not used here'],
      [typeof name !== 'string' || name === '', 'has no name'],
      [!isNumber(pid) || !isNumber(tid), 'has no process or thread'],
      [ph !== 'M' && !isNumber(ts), 'has no time'],
      [ph !== 'M' && !cat, 'has no category'],
      [ph !== 'M' && !named.has(rowOf(entry)), 'stands in a row without a name'],
      [ph === 'X' && !(isNumber(dur) && dur >= 0), 'is a slice without a length'],
      [ph === 'i' && !['g', 'p', 't'].includes(s ?? ''), 'is an instant without a scope'],
      [(ph === 's' || ph === 'f') && id === undefined, 'is a flow without an id'],
      [(ph === 's' || ph === 'f') && !inSlice(entry), 'is a flow that no slice encloses'],
      [ph === 'f' && bp !== 'e', 'ends a flow at the next slice instead of the enclosing one'],
      [ph === 'M' && !['process_name', 'process_labels', 'process_sort_index', 'thread_name'].includes(name), 'is unknown metadata'],
      [ph === 'M' && Object.keys(args).length !== 1, 'is metadata without its argument'],
    ];
    return wrong.flatMap(([is, what]) => (is ? [`${ph} ${name} ${what}`] : []));
  };
  const flows = (ph: string): string[] => traceEvents.flatMap((each) => (each.ph === ph ? [`${each.id} ${each.cat} ${each.name}`] : []));
  const overlaps = slices.flatMap((one) =>
    slices.flatMap((two) =>
      rowOf(one) === rowOf(two) && one.ts < two.ts && two.ts < one.ts + one.dur && two.ts + two.dur > one.ts + one.dur
        ? [`${one.name} reaches into ${two.name}`]
        : [],
    ),
  );
  return [
    ...(['ms', 'ns'].includes(displayTimeUnit) ? [] : ['the unit is neither ms nor ns']),
    ...traceEvents.flatMap(of),
    ...(JSON.stringify(flows('s').toSorted()) === JSON.stringify(flows('f').toSorted()) ? [] : ['a flow has no end, or no beginning']),
    ...(new Set(flows('s')).size === flows('s').length ? [] : ['two flows share an id']),
    ...overlaps,
  ];
}

it('of a lost DELETE', async () => {
  const timeline = timelineOf(DELETE_LOST);
  await expect(perfetto.print(judge(timeline), timeline)).toMatchFileSnapshot('../golden/delete-lost-perfetto.txt');
});

it('has both routers as processes, the SAs as slices, and an arrow for each message that arrived', () => {
  const timeline = timelineOf(DELETE_LOST);
  const { traceEvents, metadata } = traceOf(timeline);
  const names = traceEvents.flatMap(({ name, args }) => (name === 'process_name' ? [args['name']] : []));
  expect(names).toEqual(['hq (a, 192.0.2.1)', 'branch (b, 198.51.100.1)']);
  expect(traceEvents.filter(({ ph, name }) => ph === 'X' && name === '0xB761863E').map(({ pid }) => pid)).toEqual([1, 2]);
  expect(traceEvents.filter(({ ph }) => ph === 's')).toHaveLength(timeline.messages.filter(({ fate }) => fate === 'delivered').length);
  expect(metadata.clock).toMatchObject({ offsetMs: 0, said: expect.stringContaining("branch's clock agrees with hq's") });
});

it('says of an SA whose end is not on record that it ends with the record', () => {
  const { traceEvents } = traceOf(timelineOf(DELETE_LOST));
  const [outbound, inbound] = traceEvents.filter(({ ph, name }) => ph === 'X' && name === '0xB761863E');
  expect([outbound?.args['endsWithTheRecord'], inbound?.args['endsWithTheRecord']]).toEqual([true, false]);
});

it('of an offset that is not known keeps each router on its own clock, and says so', () => {
  const { metadata, traceEvents } = traceOf(timelineOf(ONLY_THE_MESSAGE));
  expect(metadata.clock).toMatchObject({ offsetMs: null, timesAre: 'of each router' });
  expect(traceEvents.some(({ ph, name }) => ph === 'i' && name.includes('UNKNOWN SPI'))).toBe(true);
});

describe('the trace event format', () => {
  it('is kept by one case in ten', async () => {
    for (const name of CASES.filter((_name, index) => index % 10 === 0))
      expect(mistakesOf(traceOf(buildTimeline(await bundleOfCase(name)))), name).toEqual([]);
  });

  it('is what the check of it checks', () => {
    const trace = traceOf(timelineOf(DELETE_LOST));
    const without = { ...trace, traceEvents: trace.traceEvents.filter(({ ph }) => ph !== 'f') };
    expect(mistakesOf(without)).toContain('a flow has no end, or no beginning');
    const shifted = { ...trace, traceEvents: trace.traceEvents.map((each) => (each.ph === 's' ? { ...each, ts: each.ts + 1e12 } : each)) };
    expect(mistakesOf(shifted).some((each) => each.endsWith('no slice encloses'))).toBe(true);
  });
});
