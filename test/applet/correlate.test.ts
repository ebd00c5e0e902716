/** Several events of one applet: read, printed, and springing together. */
import { describe, expect, it } from 'vitest';
import { springsTogether } from '../../src/applet/correlate.ts';
import { parseApplets } from '../../src/applet/parse.ts';
import { printApplet } from '../../src/applet/print.ts';
import type { TriggerBlock } from '../../src/applet/trigger.ts';

const TEXT = `event manager applet BOTH
 event tag down syslog pattern "changed state to down" maxrun 60 ratelimit 60
 event tag lost track 10 state down
 trigger occurs 1 period 120 delay 5
  correlate event down and event lost
  attribute tag down occurs 2
 action 0010 syslog msg "both"
`;

function triggerOf(text: string): TriggerBlock {
  const trigger = parseApplets(text, 'x.cfg').applets[0]?.trigger;
  if (trigger === undefined) throw new Error('no trigger');
  return trigger;
}

it('a trigger block is read whole, and printed as it was', () => {
  const { applets, diagnostics } = parseApplets(TEXT, 'x.cfg');
  expect(diagnostics).toEqual([]);
  expect(applets[0]?.trigger).toEqual({
    occurs: 1,
    periodSeconds: 120,
    delaySeconds: 5,
    correlate: [
      { junction: undefined, tag: 'down' },
      { junction: 'and', tag: 'lost' },
    ],
    attributes: [{ tag: 'down', occurs: 2 }],
  });
  const printed = applets.map(printApplet).join('');
  expect(parseApplets(printed, 'x.cfg').applets.map(printApplet).join('')).toBe(printed);
});

it.each(['  correlate event down xor event lost', '  attribute down', ' trigger often'])('%j is reported, and kept', (line) => {
  const { applets, diagnostics } = parseApplets(`${TEXT}${line}\n`, 'x.cfg');
  expect(diagnostics.map((each) => each.line)).toEqual([8]);
  expect(applets[0]?.others.map(({ text }) => text)).toEqual([line.trim()]);
});

describe('tagged events', () => {
  const happened = (down: number[], lost: number[]): Map<string, number[]> =>
    new Map([
      ['down', down.map((at) => at * 1000)],
      ['lost', lost.map((at) => at * 1000)],
    ]);

  it.each([
    ['each as often as it must', [10, 20], [30], true],
    ['one too seldom', [10], [30], false],
    ['one never', [10, 20], [], false],
    ['one too long ago', [10, 20], [130], false],
  ])('within the period, %s', (_what, down, lost, expected) => {
    expect(springsTogether(triggerOf(TEXT), happened(down, lost), Math.max(...down, ...lost) * 1000 + 1000)).toBe(expected);
  });

  it('belong together within three minutes when no period is given', () => {
    const trigger = triggerOf(TEXT.replace(' period 120', '').replace('  attribute tag down occurs 2\n', ''));
    expect(springsTogether(trigger, happened([0], [170]), 170_000)).toBe(true);
    expect(springsTogether(trigger, happened([0], [190]), 190_000)).toBe(false);
  });

  it('are taken strictly from left to right', () => {
    const trigger = triggerOf(
      TEXT.replace('event down and event lost', 'event lost or event other andnot event down').replace(
        '  attribute tag down occurs 2\n',
        '',
      ),
    );
    expect(springsTogether(trigger, happened([], [10]), 10_000)).toBe(true);
    expect(springsTogether(trigger, happened([9], [10]), 10_000)).toBe(false);
  });
});

describe('a tracked object in a correlation', () => {
  const withLine = (line: string): string => TEXT.replace(/ {2}correlate.*/, `  correlate ${line}`);

  it.each([
    ['event down or event lost track 10', [{ tag: 'down' }, { junction: 'or', tag: 'lost' }, { track: 10 }]],
    ['event down or track 700', [{ tag: 'down' }, { junction: 'or', track: 700 }]],
    ['track 1 andnot event down', [{ track: 1 }, { junction: 'andnot', tag: 'down' }]],
  ])('%s is read, and printed as it was', (line, operands) => {
    const { applets, diagnostics } = parseApplets(withLine(line), 'x.cfg');
    expect(diagnostics).toEqual([]);
    expect(applets[0]?.trigger?.correlate).toMatchObject(operands);
    expect(applets.map(printApplet).join('')).toBe(withLine(line));
  });

  it.each(['event down event lost', 'event down or track up', 'event down or', 'track'])('%s is none', (line) => {
    expect(parseApplets(withLine(line), 'x.cfg').diagnostics.map(({ summary }) => summary)).toEqual(['this `correlate` is not understood']);
  });

  it('holds when it has changed, and decides nothing where no word joins it', () => {
    const changed = triggerOf(withLine('event lost and track 10'));
    expect(springsTogether(changed, new Map([['lost', [0]]]), 0)).toBe(false);
    expect(
      springsTogether(
        changed,
        new Map([
          ['lost', [0]],
          ['track 10', [0]],
        ]),
        0,
      ),
    ).toBe(true);
    const loose = triggerOf(withLine('event down or event lost track 10'));
    expect(springsTogether(loose, new Map([['lost', [0]]]), 0)).toBe(true);
    expect(springsTogether(loose, new Map([['track 10', [0]]]), 0)).toBe(false);
  });
});
