/** The other half of a pair says what X's own lines do not: R's log may begin between the two. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { at, HQ, invalid, later, packet, sa, Y } from './two-ended-log.ts';

function judged(a: string, b: string) {
  const { incidents, facts } = judge(timelineOf({ a, b }));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { ...incident, fact: (id: string) => facts.find(({ fact }) => fact === id) };
}

const OTHER = '6D22E1B3';
const madeByHq = (spi = Y) => sa('a', 'created', '10:19:00.001', { spi }) + sa('a', 'created', '10:19:00.002');
const ofBranch = [
  ['sends with it', at('10:19:00.020', `IPSEC(update_current_outbound_sa): updated peer ${HQ} current outbound sa to SPI ${Y}`)],
  ['creates it', sa('b', 'created', '10:19:00.020', { spi: Y })],
] as const;

describe('the other half of the pair (RFC 2409 5.5, RFC 7296 1.3.1)', () => {
  it.each(ofBranch)('shows that R made X, where R %s', (_what, line) => {
    const { fact, chain } = judged(madeByHq() + later('10:30:00.000'), line + invalid('10:20:00.004') + later('10:30:00.000'));
    expect(fact('made-at-receiver')).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(chain.forgot.how).not.toBe('never-had');
  });

  it.each(ofBranch)('shows nothing where S made another pair in that step, though R %s', (_what, line) => {
    const { fact } = judged(madeByHq(OTHER) + later('10:30:00.000'), line + invalid('10:20:00.004') + later('10:30:00.000'));
    expect(fact('made-at-receiver')?.is).not.toBe('yes');
  });

  it('shows nothing where S made two pairs at once', () => {
    const two = madeByHq() + sa('a', 'created', '10:19:00.002', { spi: OTHER }).replace(/sa_dest= [\d.]+/, `sa_dest= ${HQ}`);
    const [, line] = ofBranch[0];
    expect(judged(two, line + invalid('10:20:00.004')).fact('made-at-receiver')?.is).not.toBe('yes');
  });

  it.each([
    ['10:19:59.500', 'unknown'],
    ['10:18:59.000', 'yes'],
  ])('tells the age of X: gone over at %s, deleted in the millisecond of the message', (time, is) => {
    const b =
      at(time, `IPSEC(update_current_outbound_sa): updated peer ${HQ} current outbound sa to SPI ${Y}`) +
      sa('b', 'deleted', '10:20:00.000') +
      packet('10:20:00.000', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 5) +
      invalid('10:20:00.001') +
      later('10:30:00.000');
    const a = sa('a', 'created', '10:00:00.001', { spi: Y }) + sa('a', 'created', '10:00:00.002');
    expect(judged(a, b).fact('deleted-at-receiver')?.is).toBe(is);
  });
});
