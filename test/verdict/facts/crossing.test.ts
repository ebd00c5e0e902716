/** Two rekeys cross where each began before the other was answered; an SA that its maker deletes at once, without that, was killed. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import type { JudgedIncident, ToldFact } from '../../../src/verdict/verdict.ts';
import { timelineOf } from '../bundle-of.ts';
import { at, BRANCH, hearsDelete, invalid, later, packet, sa, X } from '../two-ended-log.ts';

/** branch (b) logs the message and has no debug on; hq (a) sends. */
function judged(a: string, b: string): JudgedIncident & { fact(id: string): ToldFact | undefined } {
  const { incidents, facts } = judge(timelineOf({ a, b }));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { ...incident, fact: (id) => facts.find(({ fact }) => fact === id) };
}

const switched = (time: string, spi = X) =>
  at(time, `IPSEC(update_current_outbound_sa): updated peer ${BRANCH} current outbound sa to SPI ${spi}`);
const request = 'CREATE_CHILD_SA Exchange REQUEST';
const response = 'CREATE_CHILD_SA Exchange RESPONSE';
const asked = packet('10:00:00.000', 'received', 'a', request, 4);
const made = sa('a', 'created', '10:00:00.020') + switched('10:00:00.021');
const answered = packet('10:00:00.022', 'sent', 'a', response, 4);
const probe = packet('09:30:00.000', 'sent', 'a', 'INFORMATIONAL Exchange REQUEST', 2);
/** On another clock: nothing ties the two. */
const message = later('06:00:00.000') + invalid('06:30:00.000') + later('06:45:00.000');

describe('a rekey that S began', () => {
  it.each(['10:00:00.200', '10:00:01.000', '10:00:02.700'])('at %s, when it had answered the one of R, did not cross that', (time) => {
    const { fact } = judged(probe + asked + made + answered + packet(time, 'sent', 'a', request, 9) + later('10:09:00.000'), message);
    expect(fact('crossing-rekeys')?.is ?? 'unknown').not.toBe('yes');
  });

  it('before it had answered the one of R crossed that', () => {
    const own = packet('10:00:00.010', 'sent', 'a', request, 9);
    const { fact } = judged(probe + asked + own + made + answered + later('10:09:00.000'), message);
    expect(fact('crossing-rekeys')).toMatchObject({ is: 'yes' });
  });

  it('before it heard the one of R crossed that', () => {
    const own = packet('09:59:59.990', 'sent', 'a', request, 9);
    const { fact } = judged(probe + own + asked + made + answered + later('10:09:00.000'), message);
    expect(fact('crossing-rekeys')).toMatchObject({ is: 'yes' });
  });
});

describe('an SA whose end R told of as soon as it had made it', () => {
  const heard = (time: string) => probe + asked + made + answered + hearsDelete(time, 5) + later('10:09:00.000');

  it.each(['10:00:00.070', '10:00:01.500'])('at %s may have been killed by an early packet, though nothing ties the clocks', (time) => {
    const { cause, fact } = judged(heard(time), message);
    expect(fact('killed-when-new')).toMatchObject({ is: 'yes', grade: 'hinted' });
    expect(cause).toMatchObject({ id: 'new-sa-killed-by-early-packet', confidence: 'possible' });
  });

  it.each(['10:00:04.000', '10:05:00.000'])('is not said to be one where the DELETE came at %s', (time) => {
    expect(judged(heard(time), message).fact('killed-when-new')?.is ?? 'unknown').not.toBe('yes');
  });
});
