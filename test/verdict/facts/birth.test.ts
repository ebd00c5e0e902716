/** A packet is early where it comes before the SA that it is for; how old that SA was, and whether it went because of the packet, are questions of their own. */
import { describe, expect, it } from 'vitest';
import { at, invalid, later, packet, sa } from '../two-ended-log.ts';
import { asked } from './asked.ts';

const switches = (time: string) =>
  at(time, 'IPSEC(update_current_outbound_sa): updated peer 198.51.100.1 current outbound sa to SPI B761863E');
/** hq makes its half, and encrypts with it at once. */
const a = sa('a', 'created', '10:00:00.010') + switches('10:00:00.011') + later('10:09:00.000');
const quiet = later('10:09:00.000');

describe('a packet that comes for an SA which its receiver is about to create', () => {
  it('was early where the receiver created the SA some milliseconds behind it', () => {
    const b = invalid('10:00:00.030') + sa('b', 'created', '10:00:00.080') + quiet;
    expect(asked('used-too-early', { a, b })).toMatchObject({ is: 'yes' });
  });

  it('was not where the SA had stood for seconds', () => {
    const b = sa('b', 'created', '10:00:00.005') + invalid('10:00:04.000') + quiet;
    expect(asked('used-too-early', { a, b })).toMatchObject({ is: 'no', grade: 'shown' });
  });

  it('nor where the SA came so late behind it that no negotiation lasts as long', () => {
    const b = invalid('10:00:00.030') + sa('b', 'created', '10:00:09.000') + quiet;
    expect(asked('used-too-early', { a, b })).toMatchObject({ is: 'no' });
  });

  it('nor where packets go on to be unknown for minutes', () => {
    const b = invalid('10:00:00.030') + sa('b', 'created', '10:00:00.080') + invalid('10:01:01.000') + invalid('10:02:02.000') + quiet;
    expect(asked('used-too-early', { a, b })).toMatchObject({ is: 'no' });
  });
});

describe('a new SA that goes right behind a packet', () => {
  it('went because of the packet where it was a moment old', () => {
    const b = sa('b', 'created', '10:00:00.005') + invalid('10:00:00.030') + sa('b', 'deleted', '10:00:00.090') + quiet;
    expect(asked('killed-when-new', { a, b })).toMatchObject({ is: 'yes' });
  });

  it.each([
    ['10:00:00.030', '10:00:00.090', 'suggested'],
    ['10:00:02.600', '10:00:02.640', 'hinted'],
  ] as const)('that came at %s, where S alone is on record to have made it, leaves it to how slow R was', (came, gone, grade) => {
    const probe = (own: 'a' | 'b') =>
      packet(own === 'a' ? '09:59:59.000' : '09:59:59.008', own === 'a' ? 'sent' : 'received', own, 'INFORMATIONAL Exchange REQUEST', 1) +
      packet(own === 'a' ? '09:59:59.016' : '09:59:59.008', own === 'a' ? 'received' : 'sent', own, 'INFORMATIONAL Exchange RESPONSE', 1);
    const b = probe('b') + invalid(came) + sa('b', 'deleted', gone) + quiet;
    expect(asked('killed-when-new', { a: probe('a') + a, b })).toMatchObject({ is: 'yes', grade });
  });

  it('did not where it had stood for a minute', () => {
    const b = sa('b', 'created', '10:00:00.005') + invalid('10:01:00.000') + sa('b', 'deleted', '10:01:00.060') + quiet;
    expect(asked('killed-when-new', { a, b })).toMatchObject({ is: 'no', grade: 'shown' });
  });

  it('nor where it had gone before the packet came', () => {
    const b = sa('b', 'created', '10:00:00.005') + sa('b', 'deleted', '10:00:00.050') + invalid('10:00:00.090') + quiet;
    expect(asked('killed-when-new', { a, b })).toMatchObject({ is: 'no' });
  });
});
