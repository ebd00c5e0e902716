/** A terminal recording of asciinema reads as what the terminal showed, wherever its pieces were cut. */
import { describe, expect, it } from 'vitest';
import { openPlayed } from '../../../src/bundle/door/asciicast.ts';

const SHOWN = [
  'hq#show logging',
  "Jan  5 2026 08:54:30.400 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi, spi=0x41A2B301(1101181697)",
  'Jan  5 2026 08:55:31.100 UTC: "quoted"',
  'hq#',
];
const HEADERS = { 2: { version: 2, width: 132, height: 40 }, 3: { version: 3, term: { cols: 132, rows: 40 } } };

function record(version: 2 | 3, size: number, more: unknown[] = []): string {
  const text = SHOWN.join('\r\n');
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) => [at / 10, 'o', text.slice(at * size, (at + 1) * size)]);
  return [HEADERS[version], ...pieces.slice(0, 1), ...more, ...pieces.slice(1)].map((each) => JSON.stringify(each)).join('\n');
}

describe('a terminal recording', () => {
  it.each([1, 7, 40, 1000])('in pieces of %d characters reads as it was shown', (size) => {
    for (const version of [2, 3] as const) expect(openPlayed('session.cast', record(version, size)).lines).toEqual(SHOWN);
  });

  it('leaves out what was typed, and what changed the window', () => {
    const more = [[0.05, 'i', 'show logging\r'], [0.06, 'r', '80x24'], ['# a note']];
    expect(openPlayed('session.cast', record(2, 30, more)).lines).toEqual(SHOWN);
  });

  it('names the line of the file in which each line begins', () => {
    const page = openPlayed(
      'session.cast',
      [HEADERS[2], [0, 'o', 'one\r\ntwo'], [1, 'o', ' goes on\r\n'], [2, 'o', 'three']].map((each) => JSON.stringify(each)).join('\n'),
    );
    expect(page.lines).toEqual(['one', 'two goes on', 'three']);
    expect(page.numbers).toEqual([2, 2, 4]);
  });

  it.each(['{"version": 1, "width": 80}', '{"message": "version 2"}', '{ not JSON', 'Jan  5 2026 08:54:30.400 UTC: text'])(
    'is not what begins with %s',
    (first) => {
      expect(openPlayed('log.txt', `${first}\n[0, "o", "text"]`).lines).toEqual([first, '[0, "o", "text"]']);
    },
  );
});
