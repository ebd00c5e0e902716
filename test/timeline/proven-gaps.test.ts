/** What the other side received and a record does not show leaving is missing from it, and its silence around there proves nothing. */
import { describe, expect, it } from 'vitest';
import { listened } from '../../src/timeline/listening.ts';
import type { Timeline } from '../../src/timeline/model.ts';
import { BRANCH, HQ, note, receives, sends, stamp, timelineOf } from './two-peers.ts';

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

  it('is missing in IKEv2 though the record shows no other of its kind: each packet is printed in one way', () => {
    const of = (own: string, far: string) => (ms: number, way: 'Sending' | 'Received', exchange: string, id: number) => {
      const [to, from] = way === 'Sending' ? ['To', 'From'] : ['From', 'To'];
      return [
        `${stamp(ms)}IKEv2:(SESSION ID = 1,SA ID = 1):${way} Packet [${to} ${far}:500/${from} ${own}:500/VRF i0:f0] `,
        `Initiator SPI : A699F46AB2E97B6F - Responder SPI : CC3ABB04FE50E4DC Message id: ${id}`,
        `IKEv2 ${exchange} `,
        'Payload contents: ',
        ' ENCR ',
        '',
      ];
    };
    const [ofA, ofB] = [of(HQ, BRANCH), of(BRANCH, HQ)];
    const [asked, answered] = ['CREATE_CHILD_SA Exchange REQUEST', 'CREATE_CHILD_SA Exchange RESPONSE'];
    const a = [
      ...ofA(10, 'Sending', asked, 2),
      ...ofA(30, 'Received', answered, 2),
      ...ofA(60_000, 'Received', 'INFORMATIONAL Exchange REQUEST', 7),
      ...ofA(120_000, 'Sending', asked, 3),
      ...ofA(120_030, 'Received', answered, 3),
    ];
    const b = [
      ...ofB(20, 'Received', asked, 2),
      ...ofB(25, 'Sending', answered, 2),
      note(50_000),
      note(70_000),
      ...ofB(120_020, 'Received', asked, 3),
      ...ofB(120_025, 'Sending', answered, 3),
    ];
    expect(timelineOf({ a, b }).recordings.b.gaps).toHaveLength(1);
  });
});
