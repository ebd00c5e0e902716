/** What the other side received and a record does not show leaving is missing from it, and its silence around there proves nothing. */
import { describe, expect, it } from 'vitest';
import { listened } from '../../src/timeline/listening.ts';
import type { Timeline } from '../../src/timeline/model.ts';
import { BRANCH, HQ, note, receives, sends, timelineOf } from './two-peers.ts';

const START_MS = Date.UTC(1972, 9, 25, 20, 37);
const LOST_ID = 41;

/** branch answers hq three times, and prints what is asked for of the message in the middle. */
function told(printed: readonly string[], port = 500): Timeline {
  const a = [
    ...sends(10, BRANCH, 5),
    ...receives(30, BRANCH, 6),
    ...sends(60_000, BRANCH, 40),
    ...receives(60_030, BRANCH, LOST_ID).map((line) => line.replace('sport 500', `sport ${port}`)),
    ...sends(120_000, BRANCH, 7),
    ...receives(120_030, BRANCH, 8),
    note(180_000),
  ];
  const b = [
    ...receives(20, HQ, 5),
    ...sends(25, HQ, 6),
    note(50_000),
    ...printed,
    note(70_000),
    ...receives(120_010, HQ, 7),
    ...sends(120_020, HQ, 8),
  ];
  return timelineOf({ a, b });
}

const heard = (timeline: Timeline, fromMs: number, toMs: number) =>
  listened(timeline, { side: 'b', family: 'isakmp', fromMs: START_MS + fromMs, toMs: START_MS + toMs });

describe('a message that the other side received', () => {
  it('is missing from a record that listened and does not show it leaving: what came in between it may lack as well', () => {
    const timeline = told([]);
    expect(timeline.recordings.b.gaps.map(({ fromAt, toAt }) => [fromAt - START_MS, toAt - START_MS])).toEqual([[50_000, 70_000]]);
    expect([heard(timeline, 59_000, 61_000), heard(timeline, 80_000, 110_000)]).toEqual(['unknown', 'yes']);
    expect(timeline.messages.find(({ key }) => key.includes(' 40 '))?.fate).toBe('unknown');
  });

  it('is missing from none that shows it: there it was heard all the time, and what did not come was lost', () => {
    const timeline = told(sends(60_020, HQ, LOST_ID));
    expect(timeline.recordings.b.gaps).toEqual([]);
    expect(heard(timeline, 59_000, 61_000)).toBe('yes');
    expect(timeline.messages.find(({ key }) => key.includes(' 40 '))?.fate).toBe('lost');
  });

  it('is missing from none that shows it leaving without its id, as a probe of 12.4', () => {
    const [line = ''] = sends(60_020, HQ, LOST_ID).filter((each) => each.includes('sending packet'));
    expect(told([line]).recordings.b.gaps).toEqual([]);
  });

  it('may be of another box behind a NAT that gives it a port of its own', () => {
    expect(told([], 61_022).recordings.b.gaps).toEqual([]);
  });
});
