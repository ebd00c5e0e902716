import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BRANCH, created, HQ, receives, sends, stamp, timelineOf } from './two-peers.ts';

/** One message each way: as hq and branch stamp it when branch's clock is ahead by this and the wire takes that long. */
function exchange(id: number, startMs: number, offsetMs: number, thereMs: number, backMs: number) {
  return {
    a: [...sends(startMs, BRANCH, id), ...receives(startMs + thereMs + 1 + backMs, BRANCH, id + 1)],
    b: [...receives(startMs + thereMs + offsetMs, HQ, id), ...sends(startMs + thereMs + 1 + offsetMs, HQ, id + 1)],
  };
}

describe('the clock offset', () => {
  it('is half the difference of the shortest ways, and wrong by half their sum at most', () => {
    const { clock } = timelineOf({
      a: [...receives(2887, BRANCH, 570535495), ...sends(2888, BRANCH, 1148084868)],
      b: [...sends(2885, HQ, 570535495), ...receives(2890, HQ, 1148084868)],
    });
    expect(clock).toEqual({ offsetMs: 0, uncertaintyMs: 2, method: 'matched messages (2 pairs)', matches: 2 });
  });

  it('takes the shortest ways, because waiting only adds', () => {
    const slow = exchange(1001, 0, 40_000, 900, 5);
    const quick = exchange(2001, 5000, 40_000, 4, 700);
    const { clock } = timelineOf({ a: [...slow.a, ...quick.a], b: [...slow.b, ...quick.b] });
    expect(clock).toMatchObject({ offsetMs: 39_999.5, uncertaintyMs: 4.5, matches: 4 });
  });

  it('is inside its bound for every clock and every wire', () => {
    const way = fc.double({ min: 1, max: 90, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: -9e6, max: 9e6, noNaN: true }),
        fc.array(fc.tuple(way, way), { minLength: 1, maxLength: 5 }),
        (offsetMs, ways) => {
          const parts = ways.map(([there, back], index) => exchange(1001 + 10 * index, index * 2000 + 0.4, offsetMs, there, back));
          const { clock } = timelineOf({ a: parts.flatMap(({ a }) => a), b: parts.flatMap(({ b }) => b) });
          expect(Math.abs((clock.offsetMs ?? Number.NaN) - offsetMs)).toBeLessThanOrEqual(clock.uncertaintyMs ?? Number.NaN);
          expect(clock.conflict).toBeUndefined();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is bounded no better than stamps of whole seconds allow', () => {
    const whole = (lines: string[]) => lines.map((line) => line.replace(/(\d{2}:\d{2}:\d{2})\.\d{3}/, '$1'));
    const { a, b } = exchange(1001, 400, 700, 10, 10);
    const { clock } = timelineOf({ a: whole(a), b: whole(b) });
    expect(Math.abs((clock.offsetMs ?? Number.NaN) - 700)).toBeLessThanOrEqual(clock.uncertaintyMs ?? Number.NaN);
    expect(clock.uncertaintyMs).toBeGreaterThan(400);
  });

  it('does not take the answer to a retransmission for the answer to the first message', () => {
    const again = [
      `${stamp(10_000)}ISAKMP: (1003):retransmitting phase 2 QM_IDLE       7 ...`,
      `${stamp(10_000)}ISAKMP-PAK: (1003):sending packet to ${BRANCH} my_port 500 peer_port 500 (R) QM_IDLE`,
    ];
    const { clock, messages } = timelineOf({
      a: [...sends(0, BRANCH, 7), ...again, ...receives(10_020, BRANCH, 9)],
      b: [...receives(10_008, HQ, 7), ...sends(10_010, HQ, 9)],
    });
    // The one arrival is surely later than the first departure only: the bound is wide, and true.
    expect(clock.conflict).toBeUndefined();
    expect(Math.abs(clock.offsetMs ?? Number.NaN)).toBeLessThanOrEqual(clock.uncertaintyMs ?? Number.NaN);
    expect(messages.filter(({ from }) => from === 'a')).toHaveLength(2);
  });

  it('says so when messages contradict each other, and goes with most of them', () => {
    const parts = [exchange(1001, 0, 500, 3, 3), exchange(2001, 4000, 500, 3, 3), exchange(3001, 8000, 9500, 3, 3)];
    const { clock } = timelineOf({ a: parts.flatMap(({ a }) => a), b: parts.flatMap(({ b }) => b) });
    expect(Math.abs((clock.offsetMs ?? Number.NaN) - 500)).toBeLessThanOrEqual(clock.uncertaintyMs ?? Number.NaN);
    expect(clock.conflict).toMatch(/^1 of 6 matched messages contradict the rest by up to [\d.]+ m?s/);
  });

  it('spans both ends of a drift', () => {
    // 50 parts per million over an hour are 180 ms.
    const parts = Array.from({ length: 10 }, (_, index) => exchange(1001 + 10 * index, index * 400_000, 500 + index * 20, 3, 3));
    const { clock } = timelineOf({ a: parts.flatMap(({ a }) => a), b: parts.flatMap(({ b }) => b) });
    expect(clock.conflict).toBeUndefined();
    for (const offsetMs of [500, 680])
      expect(Math.abs((clock.offsetMs ?? Number.NaN) - offsetMs)).toBeLessThanOrEqual(clock.uncertaintyMs ?? Number.NaN);
    expect(clock.uncertaintyMs).toBeLessThan(100);
  });

  it('follows a clock that was set in between', () => {
    const early = exchange(1001, 0, -374_000, 3, 3);
    const late = exchange(2001, 4000, 0, 3, 3);
    const step = `${stamp(2000)}%SYS-6-CLOCKUPDATE: System clock has been updated from 20:30:48 UTC Wed Oct 25 1972 to 20:37:02 UTC Wed Oct 25 1972, configured from NTP`;
    const { clock, events } = timelineOf({ a: [...early.a, ...late.a], b: [...early.b, step, ...late.b] });
    expect(clock.conflict).toBeUndefined();
    expect(Math.abs(clock.offsetMs ?? Number.NaN)).toBeLessThanOrEqual(clock.uncertaintyMs ?? Number.NaN);
    const [first] = events.filter(({ side, kind }) => side === 'b' && kind === 'message');
    expect(first?.commonAt).toBe(Date.UTC(1972, 9, 25, 20, 37) + 3 - (clock.offsetMs ?? 0));
  });

  it('is wide when messages were seen in one direction only', () => {
    const { clock } = timelineOf({ a: sends(1000, BRANCH, 7), b: receives(1010, HQ, 7) });
    expect(clock).toMatchObject({ offsetMs: -990, uncertaintyMs: 1000, matches: 1 });
  });

  it('is found by dead peer detection, whose sequence number both peers print', () => {
    const probe = (ms: number, text: string) => `${stamp(ms)}ISAKMP:(1003):DPD/R_U_THERE${text}, sequence 0x66BB3B2`;
    const { clock } = timelineOf({
      a: [probe(0, ` sent to peer ${BRANCH}`), probe(20, `_ACK received from peer ${BRANCH}`)],
      b: [probe(5010, ` received from peer ${HQ}`), probe(5011, `_ACK sent to peer ${HQ}`)],
    });
    expect(clock).toMatchObject({ offsetMs: 5000.5, uncertaintyMs: 9.5, matches: 2 });
  });

  it('does not join what has the same connection id by chance', () => {
    expect(timelineOf({ a: sends(0, BRANCH, 7), b: receives(5, HQ, 8) }).clock).toEqual({
      offsetMs: null,
      uncertaintyMs: null,
      method: 'no IKE message was matched, and the clocks were not read side by side',
      matches: 0,
    });
  });

  it('is narrower in one direction when probes help', () => {
    const probe = (side: 'a' | 'b', answer: string) => ({ side, beforeMs: 1_000_000, afterMs: 1_000_100, answer });
    const clockProbes = [probe('a', '12:00:00.000 UTC Thu Aug 7 2025'), probe('b', '11:59:59.050 UTC Thu Aug 7 2025')];
    const manifest = { schema: 'flaptrap.manifest/1' as const, files: [], failures: [], clockProbes };
    const { clock } = timelineOf({ manifest, a: sends(1000, BRANCH, 7), b: receives(100, HQ, 7) });
    expect(clock).toMatchObject({
      offsetMs: -975.5,
      uncertaintyMs: 75.5,
      method: 'show clock probes and matched messages in one direction (1 pair)',
    });
  });

  it('comes from the probes of show clock when no message was matched', () => {
    const probe = (side: 'a' | 'b', answer: string) => ({ side, beforeMs: 1_000_000, afterMs: 1_000_100, answer });
    const manifest = {
      schema: 'flaptrap.manifest/1' as const,
      files: [],
      failures: [],
      clockProbes: [probe('a', '12:00:00.000 UTC Thu Aug 7 2025'), probe('b', '*14:00:07.000 CEST Thu Aug 7 2025')],
    };
    expect(timelineOf({ manifest }).clock).toEqual({ offsetMs: 7000, uncertaintyMs: 101, method: 'show clock probes', matches: 0 });
  });
});

describe('without a matched message', () => {
  it('the the SAs that both routers set up say it to within two seconds', () => {
    const { clock } = timelineOf({
      a: created(1000, HQ, BRANCH, HQ, '0x11111111'),
      b: created(61_300, BRANCH, HQ, HQ, '0x11111111'),
    });
    expect(clock).toMatchObject({ offsetMs: 60_300, uncertaintyMs: 2000, method: 'the SAs that both routers set up' });
  });
});
