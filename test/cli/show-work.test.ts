/** Long work has one line at the foot of a terminal: what, how much, how long yet. */
import { expect, it } from 'vitest';
import { showWork } from '../../src/cli/show-work.ts';
import type { Work } from '../../src/run/work.ts';
import { counted } from '../../src/run/work.ts';

function watching() {
  const frames: (readonly string[])[] = [];
  let nowMs = 0;
  const hear = showWork({ foot: { columns: 80, draw: (lines) => frames.push(lines) } }, () => nowMs);
  return {
    frames,
    hear,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}
const fetching = (peer: string, filesHome: number, bytesHome: number): Work => ({
  what: 'fetching',
  peer,
  files: 4,
  filesHome,
  bytes: 4_194_304,
  bytesHome,
});

it('fetching says how many files and bytes are home, and from the first one on how long it takes yet', () => {
  const { frames, hear, pass } = watching();
  hear(fetching('hq', 0, 0));
  pass(10_000);
  hear(fetching('hq', 1, 1_048_576));
  expect(frames).toEqual([
    ['fetching from hq: 0 of 4 files, 0 kB of 4.0 MB'],
    ['fetching from hq: 1 of 4 files, 1.0 MB of 4.0 MB, about 30 s yet'],
  ]);
});

it('both routers have a line each, which goes when all is home', () => {
  const { frames, hear } = watching();
  hear(fetching('hq', 0, 0));
  hear(fetching('branch', 0, 0));
  expect(frames.at(-1)).toHaveLength(2);
  hear(fetching('hq', 4, 4_194_304));
  expect(frames.at(-1)).toEqual(['fetching from branch: 0 of 4 files, 0 kB of 4.0 MB']);
  hear(fetching('branch', 4, 4_194_304));
  expect(frames.at(-1)).toEqual([]);
});

it('reading and judging say how much, and leave nothing behind', () => {
  const { frames, hear } = watching();
  for (const work of [
    { what: 'reading' },
    { what: 'reading', bytes: 3_145_728 },
    { what: 'judging', bytes: 52_428_800 },
    { what: 'done' },
  ] as const)
    hear(work);
  expect(frames).toEqual([['reading'], ['reading: 3.0 MB so far'], ['judging 50.0 MB of records'], []]);
});

it('what comes in by standard input is counted, and comes through as it is', async () => {
  const heard: Work[] = [];
  async function* input() {
    yield new Uint8Array(3);
    yield new Uint8Array(4);
  }
  const through: number[] = [];
  for await (const piece of counted(input(), (work) => heard.push(work))) through.push(piece.length);
  expect(through).toEqual([3, 4]);
  expect(heard).toEqual([
    { what: 'reading', bytes: 3 },
    { what: 'reading', bytes: 7 },
  ]);
});

it('judging says how much has been gone through, and how long it takes yet', () => {
  const { frames, hear, pass } = watching();
  hear({ what: 'judging', bytes: 52_428_800 });
  pass(3000);
  hear({ what: 'judging', bytes: 52_428_800, bytesDone: 13_107_200 });
  pass(9000);
  hear({ what: 'judging', bytes: 52_428_800, bytesDone: 52_428_800 });
  hear({ what: 'done' });
  expect(frames).toEqual([
    ['judging 50.0 MB of records'],
    ['judging: 12.5 MB of 50.0 MB read, about 13 s yet'],
    ['judging: 50.0 MB of 50.0 MB read, about 4 s yet'],
    [],
  ]);
});

it('where nobody watches, a plain line comes every ten seconds, and none of what is soon over', () => {
  const told: string[] = [];
  let nowMs = 0;
  const hear = showWork({ tell: (line) => told.push(line) }, () => nowMs);
  for (; nowMs <= 25_000; nowMs += 1000) hear({ what: 'judging', bytes: 52_428_800, bytesDone: 1_048_576 * (1 + nowMs / 1000) });
  hear({ what: 'done' });
  expect(told).toEqual(['judging: 11.0 MB of 50.0 MB read, about 51 s yet', 'judging: 21.0 MB of 50.0 MB read, about 43 s yet']);
});
