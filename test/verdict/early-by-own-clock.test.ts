/** A packet that R's own clock has before the SA was made is the proof that S used it early; what R lets go again it does not have. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import type { JudgedIncident, ToldFact } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { at, BRANCH, invalid, later, packet, sa, sendsDelete, X } from './two-ended-log.ts';

/** branch (b) receives with X, hq (a) sends. */
function judged(a: string, b: string): JudgedIncident & { fact(id: string): ToldFact | undefined } {
  const { incidents, facts } = judge(timelineOf({ a, b }));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { ...incident, fact: (id) => facts.find(({ fact }) => fact === id) };
}

const exchange = (from: 'a' | 'b', seconds: string, id: number) => {
  const to = from === 'a' ? 'b' : 'a';
  const [asked, answer] = ['CREATE_CHILD_SA Exchange REQUEST', 'CREATE_CHILD_SA Exchange RESPONSE'];
  return {
    [from]: packet(`${seconds}.000`, 'sent', from, asked, id) + packet(`${seconds}.022`, 'received', from, answer, id),
    [to]: packet(`${seconds}.010`, 'received', to, asked, id) + packet(`${seconds}.012`, 'sent', to, answer, id),
  } as Record<'a' | 'b', string>;
};
const switched = (time: string) => at(time, `IPSEC(update_current_outbound_sa): updated peer ${BRANCH} current outbound sa to SPI ${X}`);

describe('a message that comes before its own receiver has made the SA', () => {
  const made = exchange('b', '10:00:00', 3);
  const quiet = later('10:03:00.000');
  const b = made.b + invalid('10:00:00.025') + sa('b', 'created', '10:00:00.060') + quiet;

  it.each(['10:00:00.150', '10:00:00.400', '10:00:02.000'])('was sent early, though the sender went over to it only at %s', (time) => {
    const { cause, fact } = judged(made.a + sa('a', 'created', '10:00:00.011') + switched(time) + quiet, b);
    expect(fact('used-too-early')).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(cause).toMatchObject({ id: 'rekey-race', confidence: 'likely' });
  });

  it('was not sent with what the sender made only behind it', () => {
    const { cause, fact } = judged(made.a + sa('a', 'created', '10:00:01.200') + switched('10:00:01.210') + quiet, b);
    expect(fact('used-too-early')).toMatchObject({ is: 'no' });
    expect(cause.id).not.toBe('rekey-race');
  });
});

describe('an SA that its receiver made behind the message', () => {
  const made = exchange('b', '10:00:00', 3);
  const b = made.b + invalid('10:00:00.025') + sa('b', 'created', '10:00:00.040');

  it('has been there since, where nothing ends it', () => {
    expect(judged('', b + later('10:03:00.000')).healing.why).toMatch(/has had 0xB761863E since/);
  });

  it.each([
    ['a DELETE of it', sendsDelete('10:00:00.200', 4)],
    ['its deletion', sa('b', 'deleted', '10:00:00.200')],
  ])('is no end of the incident where %s stands behind it', (_what, end) => {
    expect(judged('', b + end + later('10:03:00.000')).healing.why).not.toMatch(/has had/);
  });
});
