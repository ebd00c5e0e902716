/** Who probes at even intervals is not told to run DPD periodically. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { at, BRANCH, HQ, invalid, later, packet, sa, sendsDelete } from './two-ended-log.ts';

const probe = (minute: number, second: number, number: number, peer = HQ) =>
  at(
    `10:${String(minute).padStart(2, '0')}:${String(second).padStart(2, '0')}.040`,
    `ISAKMP:(1001):DPD/R_U_THERE_ACK received from peer ${peer}, sequence 0x2A1${number}`,
  );
const EVEN = [1, 2, 3, 4, 5, 6].map((minute) => probe(minute, 40, minute)).join('');
const EVEN_OF_HQ = [1, 2, 3, 4, 5, 6].map((minute) => probe(minute, 10, minute, BRANCH)).join('');
const UNEVEN = [1, 2, 4, 5, 8, 9].map((minute, index) => probe(minute, 5 * index, index)).join('');
const asks = packet('10:10:00.012', 'received', 'a', 'INFORMATIONAL Exchange REQUEST', 1);

function causeWith(probes: string, probesOfHq = '') {
  const a =
    sa('a', 'created', '10:00:00.010') +
    probesOfHq +
    asks +
    sa('a', 'created', '10:38:00.000', { spi: '5C11D0A2' }) +
    later('10:39:00.000');
  const b =
    sa('b', 'created', '10:00:00.000') +
    probes +
    packet('10:10:00.000', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 1) +
    sa('b', 'deleted', '10:20:00.000') +
    sendsDelete('10:20:00.010', 5) +
    invalid('10:20:00.400') +
    invalid('10:21:01.000') +
    later('10:39:00.000');
  return judge(timelineOf({ a, b })).incidents[0]?.cause;
}

function blocksWith(probes: string) {
  return causeWith(probes)
    ?.blocks.filter(({ lines }) => lines.some((line) => /periodic/.test(line)))
    .map(({ side }) => side);
}

describe('the advice to run DPD periodically', () => {
  it('is given to both ends, of which nothing tells how they probe', () => {
    expect(blocksWith('')).toEqual(['a', 'b']);
  });

  it('is spared the end that probed every minute', () => {
    expect(blocksWith(EVEN)).toEqual(['a']);
  });

  it('is given to an end that probes now and then', () => {
    expect(blocksWith(UNEVEN)).toEqual(['a', 'b']);
  });

  it('is given to nobody, in no word, where both probe', () => {
    const cause = causeWith(EVEN, EVEN_OF_HQ);
    expect(cause?.id).toBe('delete-lost');
    expect(cause?.blocks.flatMap(({ lines }) => lines).join()).not.toContain('periodic');
    expect(cause?.remedy).toMatch(/Find what drops UDP 500 and 4500/);
    expect(cause?.remedy).not.toContain('DPD');
    expect(causeWith(EVEN)?.remedy).toContain('run DPD periodically on both ends');
  });
});
