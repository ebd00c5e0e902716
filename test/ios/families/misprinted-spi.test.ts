/** A figure of an SPI that was mistyped, or a letter within its figures, never makes a line name another SPI than the one it was printed with. */
import { describe, expect, it } from 'vitest';
import { FAMILIES } from '../../../src/ios/families/index.ts';
import { readLog } from '../../../src/ios/log/log.ts';
import { VENDORS, type VendorId } from '../../../src/vendors/families/index.ts';
import { readVendorLog } from '../../../src/vendors/log.ts';

type Read = (sample: string) => string[];

const OF_IOS: [string, readonly string[], Read][] = Object.values(FAMILIES).map(({ id, samples }) => [
  id,
  samples,
  (sample) => spisIn(readLog(`*Oct 25 20:37:02.887: ${sample}\n`, { side: 'a', file: 'log' }).events),
]);
const OF_VENDORS: [string, readonly string[], Read][] = (Object.keys(VENDORS) as VendorId[]).map((id) => [
  id,
  VENDORS[id].samples,
  (sample) => spisIn(readVendorLog(id, `Jan  5 03:00:00 hq ${sample}\n`, { side: 'a', file: 'log' }).events),
]);
/** Of a child SA: eight figures, or behind its name a number. */
const PRINTED = /(?<![\w:])(?:0x)?[\da-f]{8}(?!\w)|\bspi \d{4,10}\b/gi;

function spisIn(events: readonly unknown[]): string[] {
  return JSON.stringify(events).match(/"0x[\dA-F]{8}"/g) ?? [];
}

function* misprintsOf(sample: string): Generator<string> {
  for (const { 0: printed, index } of sample.matchAll(PRINTED)) {
    const [from, to] = [index + printed.search(/(?:[\da-f]{8}|\d{4,10})$/i), index + printed.length];
    for (let at = from + 1; at <= to; at += 1)
      for (const typed of ['O', 'sh', 'G']) {
        yield `${sample.slice(0, at)}${typed}${sample.slice(at)}`;
        if (at < to) yield `${sample.slice(0, at)}${typed}${sample.slice(at + 1)}`;
      }
  }
}

describe.each([...OF_IOS, ...OF_VENDORS])('lines of %s', (_id, samples, read) => {
  it('name no SPI that is only a part of theirs', () => {
    for (const sample of samples) {
      const known = new Set(read(sample));
      for (const misprint of misprintsOf(sample))
        expect(
          read(misprint).filter((spi) => !known.has(spi)),
          misprint,
        ).toEqual([]);
    }
  });
});
