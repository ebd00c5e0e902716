/** Lines are found, searched, and placed in time by an event near them. */
import { describe, expect, it } from 'vitest';
import { countLines, instantOf, lineAt, lineOf, search, startsOf, timeOfDay } from '../../src/page/lines.ts';

describe('the lines of a text', () => {
  it.each([
    ['one\ntwo\r\nthree', ['one', 'two', 'three']],
    ['one\ntwo\n', ['one', 'two']],
    ['\n\nthree', ['', '', 'three']],
    ['', ['']],
  ])('%j are %j', (text, lines) => {
    const starts = startsOf(text);
    expect(countLines(starts)).toBe(lines.length);
    expect(lines.map((_line, index) => lineOf(text, starts, index + 1))).toEqual(lines);
  });

  it('are found by any place in them', () => {
    const text = 'one\ntwo\nthree';
    expect([...text].map((_, at) => lineAt(startsOf(text), at))).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3]);
  });

  it('are searched whatever the case, each found once, and signs mean themselves', () => {
    const text = 'Spi=0xA(1) spi=0xA(1)\nnothing\nSPI=0xa(1)';
    expect(search(text, startsOf(text), 'spi=0xa(1)', 10)).toEqual([1, 3]);
    expect(search(text, startsOf(text), 'spi=0xa.1.', 10)).toEqual([]);
    expect(search(text, startsOf(text), 'spi', 1)).toEqual([1]);
    expect(search(text, startsOf(text), '', 10)).toEqual([]);
  });
});

describe('the time of a line', () => {
  it('is that of its stamp', () => {
    expect(timeOfDay('*Mar  1 00:00:01.250: ISAKMP: x')).toBe(1250);
    expect(timeOfDay('hq#show clock')).toBeUndefined();
  });

  it('is reckoned from an event near it, over midnight too', () => {
    const near = { at: Date.UTC(2026, 0, 5, 23, 59, 59), line: 'Jan  5 23:59:59: x' };
    expect(instantOf('Jan  6 00:00:01: y', near)).toBe(Date.UTC(2026, 0, 6, 0, 0, 1));
    expect(instantOf('Jan  5 23:59:58: y', near)).toBe(Date.UTC(2026, 0, 5, 23, 59, 58));
    expect(instantOf('no stamp', near)).toBeUndefined();
    expect(instantOf('Jan  5 23:59:58: y', undefined)).toBeUndefined();
  });
});
