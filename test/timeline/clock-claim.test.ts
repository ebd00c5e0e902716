/** What may be said of two clocks, when their stamps are all that was compared. */
import { describe, expect, it } from 'vitest';
import { BRANCH, HQ, receives, sends, timelineOf } from './two-peers.ts';

const CLOCK = { EST: '15:37:30.000 EST Wed Oct 25 1972', CET: '21:37:30.000 CET Wed Oct 25 1972', UTC: '20:37:30.000 UTC Wed Oct 25 1972' };
const HOUR_MS = 3_600_000;

/** One message each way, as hq and branch stamp it; both agree on UTC. */
function told(zones: { a: number; b: number }, shows: { a?: string; b?: string } = {}, stampOf = (line: string) => line) {
  const moved = (lines: string[], hours: number) => lines.map((line) => stampOf(inZone(line, hours)));
  const log = (lines: string[], shown: string | undefined) => ({
    'show_logging.txt': lines,
    ...(shown === undefined ? {} : { 'show_clock_detail.txt': [shown] }),
  });
  return timelineOf({
    a: log(moved([...sends(0, BRANCH, 7), ...receives(30, BRANCH, 9)], zones.a), shows.a),
    b: log(moved([...receives(10, HQ, 7), ...sends(20, HQ, 9)], zones.b), shows.b),
  });
}

function inZone(line: string, hours: number): string {
  return line.replace(/ 20:37/, ` ${String(20 + hours).padStart(2, '0')}:37`);
}

describe('the offset of the clocks', () => {
  it.each([
    ['UTC and CET, told by show clock', { a: 0, b: 1 }, { a: CLOCK.UTC, b: CLOCK.CET }],
    ['EST and CET, told by show clock', { a: -5, b: 1 }, { a: CLOCK.EST, b: CLOCK.CET }],
    ['EST at both ends, told by show clock', { a: -5, b: -5 }, { a: CLOCK.EST, b: CLOCK.EST }],
    ['one zone that nobody tells', { a: 1, b: 1 }, {}],
  ])('is claimed where zones are %s', (_what, zones, shows) => {
    const { clock, claim } = told(zones, shows);
    expect(claim).toEqual(clock);
    expect(claim).toMatchObject({ offsetMs: 0, uncertaintyMs: 10 });
  });

  it.each([
    ['no end is told', { a: -5, b: 1 }, {}, 'hq stamps in a zone that is not known, and branch stamps in a zone that is not known'],
    ['one end is not told', { a: -5, b: 1 }, { a: CLOCK.EST }, 'branch stamps in a zone that is not known'],
    ['the other is not told', { a: -5, b: 1 }, { b: CLOCK.CET }, 'hq stamps in a zone that is not known'],
  ])('is not claimed where the zones differ and %s: the records lie on one clock none the less', (_what, zones, shows, why) => {
    const { clock, claim, messages } = told(zones, shows);
    expect(claim).toMatchObject({ offsetMs: null, uncertaintyMs: null });
    expect(claim.method).toContain(why);
    expect(claim.method).toMatch(/^branch's stamps are \d h ahead of hq's \(\+- 10 ms\), by matched messages/);
    expect(Math.abs((clock.offsetMs ?? 0) % HOUR_MS)).toBe(0);
    expect(messages.map(({ fate }) => fate)).toEqual(['delivered', 'delivered']);
  });

  it('is what show clock said of both, whatever the stamps are of', () => {
    const at = Date.UTC(1972, 9, 25, 20, 50);
    const probe = (side: 'a' | 'b', answer: string) => ({ side, beforeMs: at, afterMs: at + 40, answer });
    const clockProbes = [probe('a', '20:50:00.020 UTC Wed Oct 25 1972'), probe('b', '20:50:07.020 UTC Wed Oct 25 1972')];
    const relayed = (line: string) => line.replace(/^\*(Oct 25 [\d:]+)\.\d+: /, '$1 router 17: ');
    const { clock, claim } = timelineOf({
      a: [...sends(0, BRANCH, 7), ...receives(30, BRANCH, 9)].map(relayed),
      b: [...receives(10, HQ, 7), ...sends(20, HQ, 9)].map(relayed),
      manifest: { schema: 'flaptrap.manifest/1', files: [], failures: [], clockProbes },
    });
    expect(Math.abs(clock.offsetMs ?? Number.NaN)).toBeLessThanOrEqual(clock.uncertaintyMs ?? 0);
    expect(claim).toMatchObject({ offsetMs: 7000, method: 'show clock probes' });
  });

  it.each([
    [
      'the relay stamped alone',
      (line: string) => line.replace(/^\*(Oct 25 [\d:]+)\.\d+: /, '$1 router 17: '),
      'is stamped by the relay, not by itself',
    ],
    ['uptimes are all there is', (line: string) => line.replace(/^\*Oct 25 [\d:.]*:(\d\d\.\d{3}): /, '01:37:$1: '), 'stamps its uptime'],
  ])('is not claimed where %s', (_what, stampOf, why) => {
    const { clock, claim } = told({ a: 0, b: 0 }, {}, stampOf);
    expect(clock.offsetMs).not.toBeNull();
    expect(claim).toMatchObject({ offsetMs: null, uncertaintyMs: null });
    expect(claim.method).toContain(why);
  });
});
