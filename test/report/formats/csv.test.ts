/** Events as rows of a spreadsheet. */
import { describe, expect, it } from 'vitest';
import { csv } from '../../../src/report/formats/csv.ts';
import type { Timeline } from '../../../src/timeline/model.ts';
import { judge } from '../../../src/verdict/judge.ts';
import { timelineOf } from '../../verdict/bundle-of.ts';
import { DELETE_LOST, HEALTHY } from '../../verdict/stories.ts';

const print = (timeline: Timeline): string => csv.print(judge(timeline), timeline);

/** As RFC 4180 has it: quoted cells may hold commas, line ends and doubled quotes. */
function parse(text: string): string[][] {
  return text
    .split(/\r\n(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .filter((row) => row !== '')
    .map((row) =>
      [...row.matchAll(/(?:^|,)(?:"(?<quoted>(?:[^"]|"")*)"|(?<bare>[^,]*))/g)].map(
        ({ groups }) => groups?.['quoted']?.replaceAll('""', '"') ?? groups?.['bare'] ?? '',
      ),
    );
}

it('the events of a lost DELETE', async () => {
  await expect(print(timelineOf(DELETE_LOST))).toMatchFileSnapshot('../golden/delete-lost-csv.txt');
});

it('each event is one row, with both clocks and its place', () => {
  const timeline = timelineOf({ a: DELETE_LOST.a, b: DELETE_LOST.b.replaceAll('Sep  2 ', 'Sep 27 ') });
  const [heads, ...rows] = parse(print(timeline));
  expect(rows).toHaveLength(timeline.events.length);
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([heads?.length]));
  const row = rows.find((cells) => cells.includes('invalid-spi')) ?? [];
  const cell = (name: string): string | undefined => row[heads?.indexOf(name) ?? -1];
  expect(cell('time')).toMatch(/-09-02T13:36:47\.\d{3}Z$/);
  expect(cell('own_clock')).toMatch(/-09-27T13:36:47\.287$/);
  expect([cell('side'), cell('router'), cell('spi')]).toEqual(['b', 'branch', '0xB761863E']);
  expect(cell('place')).toMatch(/^show_logging\.txt:\d+$/);
  expect(cell('line')).toContain('%CRYPTO-4-RECVD_PKT_INV_SPI');
});

describe('what a router wrote', () => {
  const written = (name: string, text: string): string[][] => {
    const timeline = timelineOf(HEALTHY);
    const [first] = timeline.events;
    if (first === undefined) throw new Error('the story has no event');
    const tunnel = { ...timeline.tunnel, [first.side]: { ...timeline.tunnel[first.side], name } };
    return parse(csv.print(judge(timeline), { ...timeline, tunnel, events: [{ ...first, text }] }));
  };

  it.each(['=HYPERLINK("http://192.0.2.9")', '+1+1', '-2+3', '@SUM(A1)', '\t=1', ' =1', "'=1", '\uff1d1+1'])(
    'is never a formula: %j',
    (text) => {
      const [, row] = written(text, text);
      expect(row?.[4]).toMatch(/^'/);
      expect(row?.at(-1)).toMatch(/^'/);
    },
  );

  it.each(['a,b', 'say "no"', 'two\nlines', 'two\r\nlines', '",=1,"', '\u001b[31mred'])('stays one cell: %j', (text) => {
    const rows = written('hq', text);
    expect(rows).toHaveLength(2);
    expect(rows[1]).toHaveLength(rows[0]?.length ?? 0);
    expect(rows[1]?.at(-1)?.replaceAll('\\u000a', '\n').replaceAll('\\u001b', '\u001b').replaceAll('\n', '')).toBe(
      text.replaceAll(/\r?\n/g, ''),
    );
  });
});
