/** The ledger of listening: who surely heard what, from when to when. */
import { describe, expect, it } from 'vitest';
import { type Answer, isComplete, listened, mayLack } from '../../src/timeline/listening.ts';
import type { Timeline } from '../../src/timeline/model.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { BRANCH, bundleOf, HQ, note, receives, sends, stamp, timelineOf } from './two-peers.ts';

const START_MS = Date.UTC(1972, 9, 25, 20, 37);

function asked(timeline: Timeline, side: 'a' | 'b', fromMs: number, toMs: number, family = 'isakmp'): Answer {
  return listened(timeline, { side, family, fromMs: START_MS + fromMs, toMs: START_MS + toMs });
}

const talkA = [...receives(12, BRANCH, 5), ...sends(13, BRANCH, 8)];
const talkB = [...sends(10, HQ, 5), ...receives(15, HQ, 8)];

describe('a side listened', () => {
  it('between the first and the last line that only the debug prints', () => {
    const timeline = timelineOf({ a: [...talkA, ...sends(9000, BRANCH, 9), note(20_000)] });
    expect([asked(timeline, 'a', 12, 9000), asked(timeline, 'a', 5000, 15_000), asked(timeline, 'a', 0, 5000)]).toEqual([
      'yes',
      'unknown',
      'unknown',
    ]);
  });

  it('for each family by itself', () => {
    const timeline = timelineOf({ a: [...talkA, ...sends(9000, BRANCH, 9)] });
    expect(asked(timeline, 'a', 12, 9000, 'ikev2')).toBe('unknown');
    expect(asked(timeline, 'a', 12, 9000, 'syslog')).toBe('yes');
  });

  it.each([
    ['hq#undebug all', ''],
    ['hq#u all', ''],
    ['hq#no debug crypto isakmp', ''],
    ['hq#un cry', 'All possible debugging has been turned off'],
    ['hq#whatever', 'Crypto ISAKMP debugging is off'],
  ])('until %s %s, and not until a later switch', (command, answer) => {
    const off = [command, answer].filter((line) => line !== '');
    const on = ['hq#debug crypto isakmp', 'Crypto ISAKMP debugging is on'];
    const timeline = timelineOf({
      a: {
        'terminal.txt': [...talkA, note(3000), ...off, note(3010), note(8000), ...on, note(8010), ...sends(9000, BRANCH, 9), note(12_000)],
      },
    });
    expect([asked(timeline, 'a', 12, 3000), asked(timeline, 'a', 3010, 8000), asked(timeline, 'a', 2000, 9000)]).toEqual([
      'yes',
      'no',
      'unknown',
    ]);
    // What was switched on and printed is on to the end of the terminal's record.
    expect(asked(timeline, 'a', 8010, 12_000)).toBe('yes');
  });

  it('not for certain where a debug was switched on and never printed: the terminal may not have monitored', () => {
    const timeline = timelineOf({ a: { 'terminal.txt': [note(0), 'hq#debug crypto isakmp', note(10), note(9000)] } });
    expect(asked(timeline, 'a', 10, 9000)).toBe('unknown');
  });

  it.each(['debug crypto isakmp error', 'debug crypto engine', 'no debug crypto ipsec', 'no debug crypto ikev2 packet'])(
    'regardless of %s, which is no switch of the family',
    (command) => {
      const timeline = timelineOf({
        a: { 'terminal.txt': [...talkA, note(100), `hq#${command}`, note(200), ...sends(9000, BRANCH, 9), note(12_000)] },
      });
      expect([asked(timeline, 'a', 12, 9000), asked(timeline, 'a', 9000, 12_000)]).toEqual(['yes', 'unknown']);
    },
  );

  it.each([
    ['  Crypto ISAKMP debugging is on', 'yes'],
    ['  Crypto IPSEC debugging is on', 'unknown'],
  ])('to the end of its record where a show debugging taken afterwards says %s: %s', (said, answer) => {
    const logs = { 'show_logging.txt': [...talkA, note(20_000)], 'show_debugging.txt': ['Cryptographic Subsystem:', said] };
    const timeline = timelineOf({ a: logs });
    expect([asked(timeline, 'a', 12, 20_000), asked(timeline, 'a', 0, 20_000)]).toEqual([answer, 'unknown']);
  });

  it('no longer than a switch says, whatever show debugging lists afterwards', () => {
    const off = [note(3000), 'hq#undebug all', 'All possible debugging has been turned off', note(3010)];
    const logs = { 'terminal.txt': [...talkA, ...off, note(20_000)], 'show_debugging.txt': ['  Crypto ISAKMP debugging is on'] };
    const timeline = timelineOf({ a: logs });
    expect([asked(timeline, 'a', 12, 3000), asked(timeline, 'a', 12, 20_000), asked(timeline, 'a', 4000, 9000)]).toEqual([
      'yes',
      'unknown',
      'no',
    ]);
  });

  it('no longer when the device started', () => {
    const restart = `${stamp(4000)}%SYS-5-RESTART: System restarted --`;
    const timeline = timelineOf({ a: [...talkA, restart, note(8000)] });
    expect(asked(timeline, 'a', 4000, 8000)).toBe('no');
  });

  it('not between two files that do not touch', () => {
    const timeline = timelineOf({
      a: { 'one.log': [...talkA, ...sends(2000, BRANCH, 9)], 'two.log': [...sends(40_000, BRANCH, 10), ...sends(50_000, BRANCH, 11)] },
    });
    expect([asked(timeline, 'a', 12, 2000), asked(timeline, 'a', 1000, 45_000), asked(timeline, 'a', 40_000, 50_000)]).toEqual([
      'yes',
      'unknown',
      'yes',
    ]);
  });

  it('through files that overlap, though each line of both is kept once', () => {
    const shared = sends(2000, BRANCH, 9);
    const timeline = timelineOf({ a: { 'one.log': [...talkA, ...shared], 'two.log': [...shared, ...sends(50_000, BRANCH, 11)] } });
    expect(asked(timeline, 'a', 12, 50_000)).toBe('yes');
  });

  it('on the other clock when it is known', () => {
    const later = 600_000;
    const b = [...sends(10 + later, HQ, 5), ...receives(15 + later, HQ, 8), ...sends(9000 + later, HQ, 11)];
    const timeline = timelineOf({ a: talkA, b });
    expect(asked(timeline, 'b', 100, 8000)).toBe('yes');
    expect(asked(timelineOf({ b }), 'b', 100, 8000)).toBe('unknown');
  });
});

describe('a message is lost', () => {
  const b = (off: string[]) => ({ 'terminal.txt': [...talkB, note(1000), ...off, note(1100), ...sends(9000, HQ, 11)] });
  const fateOf = (off: string[]) =>
    timelineOf({ a: [...talkA, ...sends(2000, BRANCH, 9), note(9000)], b: b(off) }).messages.find(({ key }) => key === 'informational 9 1')
      ?.fate;

  it('only while the receiver surely listened', () => {
    expect(fateOf([])).toBe('lost');
    expect(fateOf(['branch#undebug all'])).toBe('unknown');
    expect(fateOf(['branch#no debug crypto isakmp'])).toBe('unknown');
    expect(fateOf(['branch#no debug crypto ipsec'])).toBe('lost');
  });

  it('not where the router counted messages that never reached its log', () => {
    const header = (count: number) =>
      `Syslog logging: enabled (${count} messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)`;
    const fate = (counts: [number, number]) =>
      timelineOf({
        a: [...talkA, ...sends(2000, BRANCH, 9), note(9000)],
        b: { 'arming.txt': [header(counts[0])], 'show_logging.txt': [header(counts[1]), ...talkB, ...sends(9000, HQ, 11)] },
      }).messages.find(({ key }) => key === 'informational 9 1')?.fate;
    expect([fate([7, 7]), fate([7, 9])]).toEqual(['lost', 'unknown']);
  });
});

describe('a log is complete', () => {
  const complete = (timeline: Timeline, fromMs: number, toMs: number) =>
    isComplete(timeline, { side: 'a', fromMs: START_MS + fromMs, toMs: START_MS + toMs });
  const numbered = (lines: string[], first: number) => lines.map((line, index) => `${String(first + index).padStart(6, '0')}: ${line}`);

  it('where its sequence numbers follow each other, and not across a gap', () => {
    const timeline = timelineOf({ a: [...numbered([note(0), note(1000), note(2000)], 10), ...numbered([note(5000), note(6000)], 20)] });
    expect([complete(timeline, 0, 2000), complete(timeline, 5000, 6000), complete(timeline, 1000, 5500)]).toEqual(['yes', 'yes', 'no']);
  });

  it('never where only places of it were looked at, whatever its numbers say', () => {
    const bundle = bundleOf({ a: numbered([note(0), note(1000), note(2000)], 10) });
    const a = bundle.sides.a.map((file) => ({ ...file, isSampled: true }));
    const timeline = buildTimeline({ ...bundle, sides: { ...bundle.sides, a } });
    expect([complete(buildTimeline(bundle), 0, 2000), complete(timeline, 0, 2000)]).toEqual(['yes', 'unknown']);
  });

  it('of numbers nothing is known without any', () => {
    expect(complete(timelineOf({ a: [note(0), note(2000)] }), 0, 2000)).toBe('unknown');
  });

  it('by its own counters, when they did not grow between arming and collection', () => {
    const header = (rate: number, overruns = 0) =>
      `Syslog logging: enabled (0 messages dropped, ${rate} messages rate-limited, 0 flushes, ${overruns} overruns, xml disabled)`;
    const buffered = (messages: number) => `    Buffer logging:  level debugging, ${messages} messages logged, xml disabled,`;
    const of = (first: string, last: string, [before, after] = [100, 102]) =>
      timelineOf({ a: { 'arming.txt': [first, buffered(before)], 'show_logging.txt': [last, buffered(after), note(0), note(2000)] } });
    expect(complete(of(header(3), header(3)), 0, 2000)).toBe('yes');
    // One that was asked for in between says nothing of what came before it, and one that is printed twice nothing at all.
    expect(complete(of(header(3), header(3), [101, 102]), 0, 2000)).not.toBe('yes');
    expect(complete(of(header(3), header(3), [102, 102]), 0, 2000)).not.toBe('yes');
    // The device was restarted: it counts anew.
    expect(complete(of(header(3), header(1), [100, 102]), 0, 2000)).not.toBe('yes');
    expect(complete(of(header(3), header(0), [100, 12]), 0, 2000)).toBe('unknown');
    expect(complete(of(header(0), header(0), [100, 12]), 0, 2000)).toBe('unknown');
    expect(complete(of(header(0, 2), header(2, 0)), 0, 2000)).toBe('unknown');
    expect(complete(of(header(3), header(4)), 0, 2000)).toBe('unknown');
    expect(complete(of(header(3), header(3, 1)), 0, 2000)).toBe('unknown');
    expect(of(header(3), header(5, 1)).listening.a.lostBetween).toBe(3);
  });

  const holding = (bytes: number, count: number) =>
    timelineOf({
      a: [
        'Syslog logging: enabled (0 messages dropped, 0 messages rate-limited,',
        '                0 flushes, 0 overruns, xml disabled, filtering disabled)',
        `    Buffer logging:  level debugging, ${count} messages logged, xml disabled,`,
        `Log Buffer (${bytes} bytes):`,
        note(1000),
        note(2000),
      ],
    });

  it('only from where its full buffer begins', () => {
    const timeline = holding(512, 900);
    expect(timeline.listening.a.beginsLate?.why).toBe('show_logging.txt holds 2 of the 900 messages that went to the buffer');
    expect([complete(timeline, 0, 1500), complete(timeline, 1000, 2000)]).toEqual(['no', 'yes']);
  });

  it.each([4096, 8192, 2_097_152])('not by its counters, where a buffer of %d bytes had room for more than it holds', (bytes) => {
    const timeline = holding(bytes, 900);
    expect(complete(timeline, 1000, 2000)).toBe('unknown');
    expect(mayLack(timeline, { side: 'a', fromMs: START_MS + 1000, toMs: START_MS + 2000 })).toBe(true);
    expect(complete(holding(bytes, 2), 1000, 2000)).toBe('yes');
  });

  it('and a clock that was set is told', () => {
    const set = `${stamp(1000)}%SYS-6-CLOCKUPDATE: System clock has been updated from 20:37:01 UTC Wed Oct 25 1972 to 20:38:01 UTC Wed Oct 25 1972, configured from NTP.`;
    expect(timelineOf({ a: [note(0), set, note(62_000)] }).listening.a.clockSteps).toMatchObject([
      { fromAt: START_MS + 1000, toAt: START_MS + 61_000 },
    ]);
  });
});

describe('a debug that prints at equal intervals', () => {
  const PERIOD_MS = 10_000;
  const probe = (ms: number, sequence: number) =>
    `${stamp(ms)}ISAKMP: (1003):DPD/R_U_THERE received from peer ${BRANCH}, sequence 0x${(0x66bb3b20 + sequence).toString(16).toUpperCase()}`;
  /** Probes from `from` on, each period. */
  const probes = (from: number, count: number, everyMs = PERIOD_MS) =>
    Array.from({ length: count }, (_, index) => probe(from + index * everyMs, from / PERIOD_MS + index));
  const notes = (from: number, to: number) =>
    Array.from({ length: Math.floor((to - from) / 30_000) + 1 }, (_, index) => note(from + index * 30_000));
  const inOrder = (...lines: string[][]) => lines.flat().sort((one, two) => (one.slice(0, 22) < two.slice(0, 22) ? -1 : 1));
  const RESUMED_MS = 600_000;
  const of = (lines: string[]) => timelineOf({ a: lines });

  it('is not proven to have listened where they stop while other lines of the router came', () => {
    const timeline = of(inOrder(probes(0, 8), notes(90_000, 570_000), probes(RESUMED_MS, 8)));
    expect([
      asked(timeline, 'a', 0, 70_000),
      asked(timeline, 'a', 100_000, 500_000),
      asked(timeline, 'a', RESUMED_MS, RESUMED_MS + 60_000),
    ]).toEqual(['yes', 'unknown', 'yes']);
    expect(timeline.listening.a.families.find(({ family }) => family === 'isakmp')?.silent).toEqual([
      { fromAt: START_MS + 70_000, toAt: START_MS + RESUMED_MS, why: 'until then it printed every 10 s' },
    ]);
  });

  it('is not proven to have listened to the end of its record either, though it was switched on there', () => {
    const record = ['hq#debug crypto isakmp', ...inOrder(probes(0, 8), notes(90_000, 570_000))];
    expect(asked(timelineOf({ a: { 'terminal.txt': record } }), 'a', 100_000, 500_000)).toBe('unknown');
  });

  it.each([
    [
      'they never were regular',
      inOrder(
        [0, 7, 31, 40, 85, 92, 150].map((at) => probe(at * 1000, at)),
        notes(160_000, 570_000),
        probes(RESUMED_MS, 8),
      ),
    ],
    ['they are too few to be', inOrder(probes(0, 3), notes(90_000, 570_000), probes(RESUMED_MS, 3))],
    ['one or two are missing only', inOrder(probes(0, 8), notes(80_000, 95_000), probes(100_000, 60))],
    [
      'the debug printed something else meanwhile',
      inOrder(
        probes(0, 8),
        Array.from({ length: 26 }, (_, at) => sends(80_000 + at * 20_000, BRANCH, at + 50)).flat(),
        notes(85_000, 570_000),
        probes(RESUMED_MS, 8),
      ),
    ],
    [
      'the IKE SA was deleted: nothing is left to be probed',
      inOrder(
        probes(0, 8),
        [`${stamp(71_000)}ISAKMP: (1003):deleting SA reason "No reason" state (R) QM_IDLE       (peer ${BRANCH})`],
        notes(90_000, 570_000),
        probes(RESUMED_MS, 8),
      ),
    ],
    ['the router printed nothing at all', [...probes(0, 8), ...probes(RESUMED_MS, 8)]],
  ])('listened all the time where %s', (_why, lines) => {
    const timeline = of(lines);
    expect(timeline.listening.a.families.find(({ family }) => family === 'isakmp')?.silent).toBeUndefined();
    expect(asked(timeline, 'a', 100_000, 500_000)).toBe('yes');
  });
});

describe('a debug that counts the probes that are not answered', () => {
  const missed = (ms: number, count: number, most = 5) => `${stamp(ms)}ISAKMP:(1003):DPD incrementing error counter (${count}/${most})`;
  const probe = (ms: number) => `${stamp(ms)}ISAKMP-PAK: (1003):sending packet to ${BRANCH} my_port 500 peer_port 500 (I) QM_IDLE`;
  const answered = (ms: number) => `${stamp(ms)}ISAKMP: (1003):DPD/R_U_THERE_ACK received from peer ${BRANCH}, sequence 0x66BB3B2`;
  const silentOf = (lines: string[]) => timelineOf({ a: lines }).listening.a.families.find(({ family }) => family === 'isakmp')?.silent;

  it.each([
    [
      'a number is skipped',
      [probe(0), missed(10_000, 1), missed(30_000, 3)],
      10_000,
      30_000,
      'it counted 3 probes in vain and printed 1 of them',
    ],
    [
      'several are',
      [probe(0), missed(10_000, 1), missed(40_000, 4), missed(50_000, 5)],
      10_000,
      40_000,
      'it counted 4 probes in vain and printed 1 of them',
    ],
    ['it begins in the middle', [probe(0), missed(30_000, 4)], 0, 30_000, 'it counted 4 probes in vain and printed none of them'],
    [
      'an answer came before',
      [probe(0), missed(10_000, 1), answered(20_000), missed(50_000, 2)],
      20_000,
      50_000,
      'it counted 2 probes in vain and printed none of them',
    ],
  ])('is not proven to have been recorded where %s', (_why, lines, from, to, why) => {
    expect(silentOf(lines)).toEqual([{ fromAt: START_MS + from, toAt: START_MS + to, why }]);
  });

  it.each([
    ['it goes on', [1, 2, 3, 4, 5].map((count) => missed(count * 10_000, count))],
    ['it begins anew', [probe(0), missed(10_000, 1), missed(20_000, 2), answered(30_000), missed(40_000, 1), missed(50_000, 2)]],
    ['the record begins in the middle of it', [missed(10_000, 3), missed(20_000, 4)]],
    ['one is printed twice', [probe(0), missed(10_000, 1), missed(10_000, 1), missed(20_000, 2)]],
  ])('was recorded all the time where %s', (_why, lines) => {
    expect(silentOf(lines)).toBeUndefined();
  });
});
