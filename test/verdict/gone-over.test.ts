/** What is over, and what only seems so: a sender that has gone over to another SA, a letting go behind the message, a negotiation that began when X had gone. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import type { JudgedIncident, ToldFact } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { at, BRANCH, hearsDelete, invalid, later, packet, sa, sendsDelete, X } from './two-ended-log.ts';

const SUCCESSOR = 'AABBCC01';

/** branch (b) receives with X, hq (a) sends. */
function judged(a: string, b: string): JudgedIncident & { fact(id: string): ToldFact | undefined } {
  const { incidents, facts } = judge(timelineOf({ a, b }));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { ...incident, fact: (id) => facts.find(({ fact }) => fact === id) };
}

const switched = (time: string, spi: string) =>
  at(time, `IPSEC(update_current_outbound_sa): updated peer ${BRANCH} current outbound sa to SPI ${spi}`);
/** Both ends talk over the time of the DELETE, so that what does not arrive was lost. */
const probe = (time: string, id: number) => ({
  a:
    packet(`${time}.020`, 'received', 'a', 'INFORMATIONAL Exchange REQUEST', id) +
    packet(`${time}.021`, 'sent', 'a', 'INFORMATIONAL Exchange RESPONSE', id),
  b:
    packet(`${time}.000`, 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', id) +
    packet(`${time}.041`, 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', id),
});
const [before, behind] = [probe('10:54:00', 3), probe('10:57:30', 5)];
const over =
  sa('a', 'created', '10:00:00.020') + switched('10:00:00.021', X) + before.a + sa('a', 'created', '10:55:00.000', { spi: SUCCESSOR });
const ends = sa('b', 'created', '10:00:00.000') + before.b + sa('b', 'deleted', '10:55:20.000') + sendsDelete('10:55:20.001', 4);
const again = invalid('10:55:30.000') + invalid('10:56:31.000');

describe('a sender that has gone over to a successor, and whose ESP with X still comes', () => {
  const went = over + switched('10:55:00.001', SUCCESSOR);

  it('has lost the DELETE where its record has none: that it let X go is nowhere on record', () => {
    const { cause, fact } = judged(went + behind.a + later('11:05:00.000'), ends + again + behind.b + later('11:05:00.000'));
    expect(fact('delete-lost')).toMatchObject({ is: 'yes' });
    expect(cause.id).toBe('delete-lost');
    expect(cause.alternatives).toContain('sender-data-plane-stale');
  });

  it('has a stale data plane where it heard the DELETE', () => {
    const heard = hearsDelete('10:55:20.021', 4);
    const { cause } = judged(went + heard + behind.a + later('11:05:00.000'), ends + again + behind.b + later('11:05:00.000'));
    expect(cause).toMatchObject({ id: 'sender-data-plane-stale', confidence: 'likely' });
  });

  it('is not surely either where its debugs were off', () => {
    const { cause, fact } = judged(went, ends + again + later('11:05:00.000'));
    expect(fact('delete-lost')).toMatchObject({ is: 'unknown' });
    expect(cause.confidence).toBe('possible');
  });
});

describe('a sender that has gone over early in the life of X', () => {
  const early = sa('a', 'created', '10:00:00.020') + switched('10:00:00.021', X);
  const went = early + sa('a', 'created', '10:03:00.000', { spi: SUCCESSOR }) + switched('10:03:00.001', SUCCESSOR) + before.a + behind.a;
  const renewed = sa('b', 'created', '10:03:00.010', { spi: SUCCESSOR });
  const told = (made: string) =>
    judged(
      went + later('11:05:00.000'),
      sa('b', 'created', '10:00:00.000') +
        made +
        ends.slice(sa('b', 'created', '10:00:00.000').length) +
        again +
        behind.b +
        later('11:05:00.000'),
    );

  it('sends by its data plane alone, where its receiver let X go for that other SA: the lost DELETE is not surely the reason', () => {
    const { cause, chain, fact } = told(renewed);
    expect(fact('sent-after-given-up')).toMatchObject({ is: 'yes', grade: 'hinted' });
    expect(cause).toMatchObject({ id: 'delete-lost', confidence: 'likely' });
    expect(cause.alternatives).toContain('sender-data-plane-stale');
    expect(chain.sends).toMatchObject({ how: 'data-plane-stale', confidence: 'possible' });
  });

  it('may have two SAs of traffic that is printed alike, where its receiver has no such successor', () => {
    expect(told('').fact('sent-after-given-up')?.is).not.toBe('yes');
    expect(told('').chain.sends.how).toBe('still-current');
  });
});

describe('a sender that let X go only after the last message', () => {
  it('had sent that while it held X: no stale data plane explains it', () => {
    const a = over + sa('a', 'deleted', '10:56:10.000') + behind.a + later('11:05:00.000');
    const { fact, cause } = judged(a, ends + invalid('10:55:30.000') + later('10:55:50.000'));
    expect(fact('sent-after-given-up')).toMatchObject({ is: 'no' });
    expect([cause.id, ...cause.alternatives]).not.toContain('sender-data-plane-stale');
  });
});

describe('a negotiation that began only when X had gone', () => {
  const began = at('10:00:00.000', 'ISAKMP:(1001):beginning Quick Mode exchange, M-ID of 1140850689');
  const asked = (time: string) => at(time, 'ISAKMP:(1002): processing SA payload. message ID = 1140850690');
  const [born, gone] = [sa('b', 'created', '10:00:00.036'), sa('b', 'deleted', '10:00:00.250')];

  it('made X no duplicate', () => {
    const { fact, cause } = judged('', began + born + gone + asked('10:00:00.314') + invalid('10:00:00.400') + later('10:05:00.000'));
    expect(fact('crossing-rekeys')?.is).not.toBe('yes');
    expect(cause.id).not.toBe('simultaneous-rekey');
  });

  it('crosses where it began before', () => {
    const { fact } = judged('', began + asked('10:00:00.014') + born + gone + invalid('10:00:00.400') + later('10:05:00.000'));
    expect(fact('crossing-rekeys')).toMatchObject({ is: 'yes' });
  });
});

describe('a message that was logged once, long before the sender went over to another SA', () => {
  const day = (text: string, days: number) => text.replace(/^Sep {2}2/gm, `Sep ${String(2 - days + 10).padStart(2, ' ')}`);
  const healed = (days: number) => {
    const went = day(
      before.a + sa('a', 'created', '11:00:00.000', { spi: SUCCESSOR }) + switched('11:00:00.001', SUCCESSOR) + later('11:20:00.000'),
      0,
    );
    const log = day(invalid('10:20:00.000') + later('10:40:00.000'), days) + day(before.b + later('11:20:00.000'), 0);
    return judged(went, log).chain.heals;
  };

  it('was not ended by that when no SA lives so long: it did not come again', () => {
    for (const days of [2, 5, 9]) expect(healed(days)).toMatchObject({ how: 'healed', at: expect.stringMatching(/T10:20:00/) });
  });

  it('may have lasted until then on the same day', () => {
    expect(healed(0).at).toMatch(/T11:00:00/);
  });
});
