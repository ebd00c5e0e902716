/** The messages of both ends as a mermaid diagram: its grammar is held against every line, whatever a router is called. */
import { describe, expect, it } from 'vitest';
import { drawSequence, MESSAGES_MAX } from '../../src/report/sequence.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { bundleOfCase, CASES } from '../case/open.ts';
import { timelineOf } from '../verdict/bundle-of.ts';
import { DELETE_LOST } from '../verdict/stories.ts';

/** Plain words, and entities by their number. */
const TEXT = "(?:[\\w .,:()+/=?'-]|#\\d+;)*";
/** What of the grammar of sequence diagrams is used. [C mermaid: Sequence diagrams] */
const LINES = [
  /^sequenceDiagram$/,
  new RegExp(`^ {2}participant [ab] as ${TEXT}$`),
  new RegExp(`^ {2}Note over (?:a|b|a,b): ${TEXT}$`),
  new RegExp(`^ {2}[ab](?:->>|-x|--\\))[ab]: ${TEXT}$`),
];
const strange = (lines: readonly string[]): string[] => lines.filter((line) => !LINES.some((pattern) => pattern.test(line)));

it('shows what arrived and what was lost, from the one who sent it, in the order of time', () => {
  const lines = drawSequence(timelineOf(DELETE_LOST)) ?? [];
  expect(lines.slice(0, 3)).toEqual(['sequenceDiagram', '  participant a as hq (192.0.2.1)', '  participant b as branch (198.51.100.1)']);
  const times = lines.flatMap((line) => /: (\d\d:\d\d:\d\d\.\d{3}) /.exec(line)?.[1] ?? []);
  expect(times.length).toBeGreaterThan(4);
  expect(times).toEqual(times.toSorted());
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}b-xa: 13:35:00\.002 informational 1148084868 1 .*lost on the way$/));
  expect(lines).toContainEqual('  Note over b: 13:36:47.287 UNKNOWN SPI 0xB761863E');
});

it('of one case in ten is within the grammar', async () => {
  let drawn = 0;
  for (const name of CASES.filter((_name, index) => index % 10 === 0)) {
    const timeline = buildTimeline(await bundleOfCase(name));
    const lines = drawSequence(timeline);
    expect(lines === undefined).toBe(timeline.messages.length === 0 || timeline.messages.length > MESSAGES_MAX);
    expect(strange(lines ?? []), name).toEqual([]);
    drawn += lines === undefined ? 0 : 1;
  }
  expect(drawn).toBeGreaterThan(5);
});

describe('a router whose name is', () => {
  it.each(['hq; end', '%%{init: {}}%%', 'a->>b: x', 'end', '```', '<script>', 'hq #35;', '\u202ehq', 'two\nlines'])(
    '%j stays a participant',
    (name) => {
      const timeline = timelineOf(DELETE_LOST);
      const lines = drawSequence({ ...timeline, tunnel: { ...timeline.tunnel, a: { ...timeline.tunnel.a, name } } }) ?? [];
      expect(lines).toHaveLength(drawSequence(timeline)?.length ?? 0);
      expect(strange(lines)).toEqual([]);
      expect(lines.join('\n').split('\n')).toHaveLength(lines.length);
    },
  );
});
