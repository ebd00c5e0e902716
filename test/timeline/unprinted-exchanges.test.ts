/** A side that answered several exchanges in a row and printed none of them does not print what it receives. */
import { describe, expect, it } from 'vitest';
import { listened } from '../../src/timeline/listening.ts';
import type { Timeline } from '../../src/timeline/model.ts';
import { BRANCH, HQ, note, receives, sends, stamp, timelineOf } from './two-peers.ts';

const START_MS = Date.UTC(1972, 9, 25, 20, 37);

function answered(ms: number, sequence: number): string[] {
  return [`${stamp(ms)}ISAKMP:(1003):DPD/R_U_THERE_ACK received from peer ${BRANCH}, sequence 0x${sequence.toString(16).toUpperCase()}`];
}

function answers(ms: number, sequence: number): string[] {
  return [`${stamp(ms)}ISAKMP:(1003):DPD/R_U_THERE received from peer ${HQ}, sequence 0x${sequence.toString(16).toUpperCase()}`];
}

function heard(timeline: Timeline, family: string, fromMs: number, toMs: number): string {
  return listened(timeline, { side: 'b', family, fromMs: START_MS + fromMs, toMs: START_MS + toMs });
}

const MINUTE_MS = 60_000;
/** hq has all of its probes answered, one a minute; branch prints some of them. */
function probed(printed: readonly number[], more: readonly string[] = []): Timeline {
  const minutes = [1, 2, 3, 4, 5, 6];
  const a = [
    ...sends(10, BRANCH, 5),
    ...receives(30, BRANCH, 6),
    ...minutes.flatMap((each) => answered(each * MINUTE_MS, each + 100)),
    ...sends(7 * MINUTE_MS, BRANCH, 7),
  ];
  const b = [
    ...receives(15, HQ, 5),
    ...sends(25, HQ, 6),
    ...minutes.flatMap((each) => [
      ...(printed.includes(each) ? answers(each * MINUTE_MS - 5, each + 100) : []),
      note(each * MINUTE_MS + 1),
    ]),
    ...more,
    ...receives(7 * MINUTE_MS + 5, HQ, 7),
  ];
  return timelineOf({ a, b });
}

describe('a side that prints nothing of what it answered', () => {
  it('is not believed from the last that it printed to the next', () => {
    const timeline = probed([1, 2, 5, 6]);
    expect(heard(timeline, 'isakmp', MINUTE_MS, 2 * MINUTE_MS - 100)).toBe('yes');
    expect(heard(timeline, 'isakmp', 3 * MINUTE_MS, 3 * MINUTE_MS + 100)).toBe('unknown');
    expect(heard(timeline, 'isakmp', 5 * MINUTE_MS, 6 * MINUTE_MS)).toBe('yes');
  });

  it('is believed where it printed all, or all but one', () => {
    for (const printed of [
      [1, 2, 3, 4, 5, 6],
      [1, 2, 4, 5, 6],
    ])
      expect(heard(probed(printed), 'isakmp', MINUTE_MS, 6 * MINUTE_MS)).toBe('yes');
  });

  it('proves no longer that a message never arrived', () => {
    const lost = (printed: readonly number[]) => {
      const a = [
        ...sends(10, BRANCH, 5),
        ...receives(30, BRANCH, 6),
        ...[1, 2, 3, 4].flatMap((each) => answered(each * MINUTE_MS, each + 100)),
        ...sends(4.5 * MINUTE_MS, BRANCH, 99),
        ...sends(7 * MINUTE_MS, BRANCH, 7),
      ];
      const b = [
        ...receives(15, HQ, 5),
        ...sends(25, HQ, 6),
        ...printed.flatMap((each) => answers(each * MINUTE_MS - 5, each + 100)),
        ...receives(7 * MINUTE_MS + 5, HQ, 7),
      ];
      return timelineOf({ a, b }).messages.find(({ key }) => key.includes('99'))?.fate;
    };
    expect([lost([1, 2, 3, 4]), lost([1, 2])]).toEqual(['lost', 'unknown']);
  });

  it('says so of what the answers show, by the other side', () => {
    const silent = probed([1, 2]).listening.b.families.find(({ family }) => family === 'isakmp')?.silent;
    expect(silent?.map(({ why }) => why)).toEqual(['the other side had 4 exchanges answered that it did not print']);
  });
});
