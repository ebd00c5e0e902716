/** A log whose newest line stands first is turned round, whatever the clocks of its routers differ by. */
import { describe, expect, it } from 'vitest';
import { turnRound } from '../../../src/bundle/door/turn.ts';

const page = (lines: string[]) => ({ path: 'both.log', lines, numbers: lines.map((_, at) => at + 1), done: [] });

/** Two routers that print in turn, a second apart, the second of them by a clock that is ahead. */
function relayed(aheadSeconds: number): string[] {
  return Array.from({ length: 24 }, (_, index) => {
    const isHq = index % 2 === 0;
    const own = new Date(Date.UTC(2026, 9, 14, 8, 30, index + (isHq ? 0 : aheadSeconds))).toISOString().slice(11, 19);
    const taken = new Date(Date.UTC(2026, 9, 14, 8, 30, index)).toISOString().slice(11, 19);
    return `Oct 14 ${taken} ${isHq ? 'hq' : 'branch'} ${500 + index}: Oct 14 ${own}.000 UTC: ISAKMP:(1001):purging node ${index}`;
  });
}

describe('a relay file of two routers, newest first', () => {
  it.each([0, 1, 4, 95, -7, 3600])('whose clocks are %i s apart is turned round', (ahead) => {
    const lines = relayed(ahead);
    expect(turnRound(page(lines.toReversed())).lines).toEqual(lines);
    expect(turnRound(page(lines)).lines).toEqual(lines);
  });
});
