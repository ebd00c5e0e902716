/** A log too large to be worked on for nothing is taken as it stands, and split like any other where two routers speak in it. */
import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/bundle/decode.ts';
import { enter } from '../../../src/bundle/door/door.ts';
import { openFile } from '../../../src/bundle/door/open.ts';
import { readAddress } from '../../../src/ipsec/address.ts';

const LARGE_CHARACTERS = 10_000;
const [HQ, BRANCH] = [readAddress('192.0.2.1'), readAddress('198.51.100.1')];
const TUNNEL = { a: { name: 'hq', address: HQ ?? never() }, b: { name: 'branch', address: BRANCH ?? never() } };

function never(): never {
  throw new Error('not an address');
}

const lineOf = (host: string, index: number) =>
  `Jan  5 03:00:00 ${host} ${index}: Jan  5 2026 03:${String(Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}.000 UTC: %SYS-5-CONFIG_I: Configured from console by ${index}`;

const entered = (path: string, lines: readonly string[]) => {
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  return enter([openFile({ path, ...decode(bytes), bytes: bytes.length, sha256: '' }, LARGE_CHARACTERS)], TUNNEL);
};

describe('a large log', () => {
  const hosts = (count: number, of: (index: number) => string) => Array.from({ length: count }, (_, index) => lineOf(of(index), index));

  it('of one router is taken as it stands', () => {
    const { files } = entered(
      'a/show_logging.txt',
      hosts(600, () => 'hq'),
    );
    expect(files.map(({ side, isPart, text }) => [side, isPart, text.split('\n').length])).toEqual([['a', false, 601]]);
  });

  it('says in its report that only places of it were looked at; a small one was looked at whole', () => {
    const report = (count: number) =>
      entered(
        'a/show_logging.txt',
        hosts(count, () => 'hq'),
      );
    const [large, small] = [report(600), report(40)];
    expect(large.reports.map(({ done }) => done.some((each) => each.includes('proves nothing complete')))).toEqual([true]);
    expect(large.files.map(({ isSampled }) => isSampled)).toEqual([true]);
    expect(small.reports.map(({ done }) => done)).toEqual([[]]);
    expect(small.files.map(({ isSampled }) => isSampled)).toEqual([undefined]);
  });

  it.each([
    ['by turns', (index: number) => (index % 2 === 0 ? 'hq' : 'branch')],
    ['one in its last part only', (index: number) => (index < 550 ? 'hq' : 'branch')],
  ])('of both routers is split: %s', (_what, of) => {
    const { files } = entered('relay.log', hosts(600, of));
    const countOf = (side: 'a' | 'b') =>
      files
        .find((file) => file.side === side)
        ?.text.split('\n')
        .filter((line) => line !== '').length;
    const branch = Array.from({ length: 600 }, (_, index) => of(index)).filter((host) => host === 'branch').length;
    expect([countOf('a'), countOf('b')]).toEqual([600 - branch, branch]);
  });
});
