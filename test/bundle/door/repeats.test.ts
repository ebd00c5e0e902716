/** A message that stands in a file twice is one, unless its stamp is so wide that the router may have said the same again. */
import { expect, it } from 'vitest';

import { withoutRepeats } from '../../../src/bundle/door/repeats.ts';

const UNKNOWN =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552)";
const pageOf = (lines: string[]) => ({ path: 'a/log.txt', lines, numbers: lines.map((_, at) => at + 1), done: [] });
const kept = (...lines: string[]) => withoutRepeats(pageOf(lines)).lines.filter((line) => line !== '').length;

it('the same under a stamp of hours or of a day is as many messages, for IOS says it once a minute', () => {
  for (const stamp of ['1w2d', '3d04h', '2y10w']) {
    const line = `${stamp}: ${UNKNOWN}`;
    expect([kept(line, line, line), kept(line, line, line, line)], stamp).toEqual([3, 4]);
  }
});

it('the same under a stamp of seconds, or under one number, is one', () => {
  const fine = `00:12:34: ${UNKNOWN}`;
  expect(kept(fine, fine)).toBe(1);
  const numbered = `000123: 1w2d: ${UNKNOWN}`;
  expect(kept(numbered, numbered)).toBe(1);
});
