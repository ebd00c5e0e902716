/** What an engineer sees on a terminal, from 60 to 200 columns: the same words as in a file, laid out, and with colours that only repeat them. */
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { doctor } from '../../src/cli/doctor.ts';
import { explain } from '../../src/cli/explain.ts';
import { type FormatId, printVerdict } from '../../src/cli/print-verdict.ts';
import { openTerminal } from '../../src/cli/screen.ts';
import { FORMATS } from '../../src/report/formats/index.ts';
import type { Timeline } from '../../src/timeline/model.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { bundleOfCase } from '../case/open.ts';
import { timelineOf } from '../verdict/bundle-of.ts';
import { DELETE_LOST, HEALTHY } from '../verdict/stories.ts';
import { keepingSink } from './keeping-sink.ts';

/** Forty SPIs, each told by branch alone. */
const MANY = Array.from({ length: 40 }, (_each, index) => {
  const spi = `0xB76186${(index + 16).toString(16).toUpperCase()}`;
  const minute = String(index + 10);
  return `Sep  2 13:${minute}:47.287: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=${spi}(${Number(spi)}), srcaddr=192.0.2.1\n`;
}).join('');

const STORIES = {
  one: timelineOf(DELETE_LOST),
  many: timelineOf({ a: '', b: MANY }),
  none: timelineOf(HEALTHY),
  half: timelineOf({ a: '', b: DELETE_LOST.b }),
};

const verdicts = new WeakMap<Timeline, Verdict>();

function judged(timeline: Timeline): Verdict {
  const verdict = verdicts.get(timeline) ?? judge(timeline);
  verdicts.set(timeline, verdict);
  return verdict;
}

/** As a terminal of that width gets it. */
function shown(timeline: Timeline, format: FormatId, columns: number, env: NodeJS.ProcessEnv = {}): string {
  const { sink, kept } = keepingSink();
  const output = Object.assign(sink, { isTTY: true, columns });
  printVerdict({ timeline, verdict: judged(timeline) }, format, openTerminal({ input: Readable.from([]), output, errors: output }, env));
  return kept();
}

const SGR = /\u001b\[(?<as>[\d;]+)m(?<text>[^\u001b]*)\u001b\[0m/g;
const NAMES: Record<string, string> = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan', '1;36': 'bold cyan' };
/** `{red black hole}`: what stands in a golden is what the eye sees, in words. */
const readable = (text: string): string => text.replaceAll(SGR, (_all, as: string, words: string) => `{${NAMES[as]} ${words}}`);
const colourless = (text: string): string => text.replaceAll(/\u001b\[[\d;]+m/g, '');

/** Lines of a log stand as they are, and can be copied whole. */
const tooWide = (text: string, columns: number, timeline: Timeline): string[] =>
  colourless(text)
    .split('\n')
    .filter((line) => line.length > columns && !timeline.events.some((event) => line === `    ${event.text.trim()}`));

it.each(['delete-lost', 'dpd-absent', undefined])('what is explained of %s is no wider than the terminal', async (id) => {
  const { sink, kept } = keepingSink();
  const output = Object.assign(sink, { isTTY: true, columns: 80 });
  await explain(id, {}, openTerminal({ input: Readable.from([]), output, errors: output }));
  expect(
    colourless(kept())
      .split('\n')
      .filter((line) => line.length > 80),
  ).toEqual([]);
});

it('what doctor finds is no wider than the terminal, but for what is typed, and says by colour what it says in words', async () => {
  const { sink, kept } = keepingSink();
  const output = Object.assign(sink, { isTTY: true, columns: 80 });
  await doctor(undefined, { state: '/tmp' }, openTerminal({ input: Readable.from([]), output, errors: output }));
  const lines = colourless(kept()).split('\n');
  expect(lines.filter((line) => line.length > 80 && !line.includes('mend: '))).toEqual([]);
  expect(readable(kept())).toMatch(/\{(?:green ok|yellow note|red lacks)\}/);
});

it('in a list of two columns what follows stands below the second', async () => {
  const { sink, kept } = keepingSink();
  const output = Object.assign(sink, { isTTY: true, columns: 80 });
  await explain(undefined, {}, openTerminal({ input: Readable.from([]), output, errors: output }));
  const lines = colourless(kept()).split('\n');
  const first = lines.findIndex((line) => line.startsWith('  rekey-race '));
  const column = lines[first]?.indexOf('S used') ?? -1;
  expect(lines[first + 1]).toMatch(new RegExp(`^ {${column}}\\S`));
});

describe.each(Object.entries(STORIES))('the story of %s', (name, timeline) => {
  it.each([80, 160])('at %d columns', async (columns) => {
    await expect(readable(shown(timeline, 'text', columns))).toMatchFileSnapshot(`golden/${name}-${columns}.txt`);
  });

  it.each([60, 80, 100, 160, 200])('is nowhere wider than %d columns, but for whole lines of a log', (columns) => {
    for (const format of ['text', 'case-note', 'ladder'] as const)
      expect(tooWide(shown(timeline, format, columns), columns, timeline)).toEqual([]);
  });

  it('has the same words on a terminal as in a file, and cuts no line of a log', () => {
    const words = (text: string): string[] => text.split(/\s+/).filter((word) => !/^\d+$|\.\.\./.test(word));
    const inFile = new Set(words(FORMATS.text.print(judged(timeline), timeline)));
    const onTerminal = colourless(shown(timeline, 'text', 96)).split('\n');
    const own = onTerminal.filter(
      (line) => !timeline.events.some(({ text }) => line.endsWith(text.trim())) && !line.endsWith(' more, in the JSON report'),
    );
    expect(words(own.join('\n')).filter((word) => !inFile.has(word))).toEqual([]);
    expect(onTerminal.filter((line) => /\.txt:\d+ .*\.\.\./.test(line))).toEqual([]);
  });
});

it('the ladder at 80 and 160 columns', async () => {
  for (const columns of [80, 160])
    await expect(readable(shown(timelineOf(DELETE_LOST), 'ladder', columns))).toMatchFileSnapshot(`golden/ladder-${columns}.txt`);
});

it('real cases are nowhere wider than the terminal, but for whole lines of a log', async () => {
  for (const name of ['delete-lost/ios', 'rekey-race/ios', 'spi-0xff-defect/ios', 'delete-lost/und-ipv6']) {
    const timeline = buildTimeline(await bundleOfCase(name));
    for (const columns of [60, 80, 200]) {
      expect(tooWide(shown(timeline, 'text', columns), columns, timeline), `${name} at ${columns}`).toEqual([]);
    }
  }
});

describe('colour', () => {
  const timeline = timelineOf(DELETE_LOST);
  const plain = shown(timeline, 'text', 100, { NO_COLOR: '1' });

  it('says nothing by itself: without it the text is the same', () => {
    const painted = shown(timeline, 'text', 100);
    expect(painted).toContain('\u001b[');
    expect(colourless(painted)).toBe(plain);
  });

  it.each([
    [{ NO_COLOR: '1' }, false],
    [{ NO_COLOR: '' }, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    [{ TERM: 'dumb' }, false],
    [{ TERM: 'dumb', FORCE_COLOR: '1' }, true],
    [{ TERM: 'xterm-256color' }, true],
    [{ FORCE_COLOR: '0' }, false],
  ])('on a terminal with %j: %s', (env, has) => {
    expect(shown(timeline, 'text', 100, env).includes('\u001b[')).toBe(has);
  });

  it.each([
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
  ])('into a pipe with %j: %s', (env, has) => {
    const { sink, kept } = keepingSink();
    const verdict = judge(timeline);
    printVerdict({ timeline, verdict }, 'text', openTerminal({ input: Readable.from([]), output: sink, errors: sink }, env));
    expect(kept().includes('\u001b[')).toBe(has);
    // Byte for byte what a file has.
    expect(colourless(kept())).toBe(FORMATS.text.print(verdict, timeline));
  });

  it('of a stranger never comes through', () => {
    const log = DELETE_LOST.b.replaceAll('%CRYPTO-4-RECVD_PKT_INV_SPI:', (head) => `${head} \u001b[7m\u001b]0;owned\u0007`);
    const painted = shown(timelineOf({ a: DELETE_LOST.a, b: log }), 'text', 200);
    expect(painted).not.toMatch(/\u001b\[7m|\u001b\]|\u0007/);
    expect(painted.replaceAll(SGR, '')).not.toContain('\u001b');
  });
});

describe('what is told beside the result', () => {
  const tell = (text: string, columns: number): string => {
    const { sink, kept } = keepingSink();
    openTerminal({ input: Readable.from([]), output: keepingSink().sink, errors: Object.assign(sink, { isTTY: true, columns }) }).tell(
      text,
    );
    return kept();
  };

  it('is broken at words, and goes on below its first one', () => {
    const told = colourless(tell(`  next:   ${'read it with flaptrap plan, then run this again '.repeat(3)}`, 60));
    expect(told.split('\n').filter((line) => line.length > 60)).toEqual([]);
    expect(told.split('\n')[1]).toMatch(/^ {10}\S/);
  });

  it.each(['{"schema":"flaptrap.error/1","message":"', '  12 | '])('is left as it is where it is no prose: %s', (head) => {
    const text = `${head}${'long words '.repeat(20)}`;
    expect(colourless(tell(text, 60))).toBe(`${text}\n`);
  });
});
