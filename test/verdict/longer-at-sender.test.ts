/** How long the sender keeps an SA, where only one end prints it and only the other's configuration was taken home. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { acknowledged, at, BRANCH, invalid, later, sa, sendsDelete } from './two-ended-log.ts';

/** hq kept no debugs; its configuration names how long it keeps an SA with the branch. */
function judged(b: string, configured: string) {
  const shown = {
    'show_running_config_section_crypto.txt': `${configured}\ncrypto map WAN 10 ipsec-isakmp\n set peer ${BRANCH}\n match address TO-BRANCH\n`,
  };
  const { incidents, facts } = judge(timelineOf({ a: later('10:30:00.000'), b }, {}, shown));
  return { ...incidents[0], fact: (id: string) => facts.find(({ fact }) => fact === id) };
}

const hours = (seconds: number) => `crypto ipsec security-association lifetime seconds ${seconds}`;
const ranOut =
  sa('b', 'created', '10:00:00.000', { seconds: 900 }) +
  sa('b', 'deleted', '10:15:00.000', { seconds: 900 }) +
  sendsDelete('10:15:00.001', 5) +
  invalid('10:15:00.012') +
  acknowledged('10:15:00.040', 5) +
  later('10:29:00.000');

describe('a sender of IKEv2, which negotiates no lifetime', () => {
  it('keeps the SA for longer when its configuration says more than the receiver prints: the lifetimes are what to mend', () => {
    const { cause, fact } = judged(ranOut, hours(28_800));
    expect(fact('longer-at-sender')).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(fact('longer-at-sender')?.evidence.map(({ side }) => side)).toEqual(expect.arrayContaining(['a', 'b']));
    expect(cause).toMatchObject({ id: 'lifetime-mismatch', confidence: 'likely' });
  });

  it('keeps it for no longer when its configuration says what the receiver prints', () => {
    const { cause, fact } = judged(ranOut, hours(900));
    expect(fact('longer-at-sender')).toMatchObject({ is: 'no', grade: 'suggested' });
    expect(cause?.id).not.toBe('lifetime-mismatch');
  });

  it('may have let it go all the same, where it may have been told and a packet came later than what was on its way', () => {
    const late = ranOut
      .replace(invalid('10:15:00.012'), '')
      .replace(acknowledged('10:15:00.040', 5), '')
      .replace(later('10:29:00.000'), invalid('10:15:40.000') + later('10:29:00.000'));
    const { cause, fact } = judged(late, hours(28_800));
    expect(fact('longer-at-sender')).toMatchObject({ is: 'yes', grade: 'hinted' });
    expect(cause?.confidence).toBe('possible');
  });

  it('keeps it for the hour that IOS gives where its configuration names no time', () => {
    expect(judged(ranOut, '!').fact('longer-at-sender')).toMatchObject({ is: 'yes', grade: 'suggested' });
  });

  it('may keep it for any time where its configuration was not taken home', () => {
    const { facts } = judge(timelineOf({ a: later('10:30:00.000'), b: ranOut }));
    expect(facts.find(({ fact }) => fact === 'longer-at-sender')?.is).toBe('unknown');
  });
});

describe('a sender of IKEv1', () => {
  const quiet =
    at('09:59:59.900', 'ISAKMP:(1003):beginning Quick Mode exchange, M-ID of 1122334455') +
    sa('b', 'created', '10:00:00.000', { seconds: 900 }) +
    sa('b', 'deleted', '10:15:00.000', { seconds: 900 }) +
    invalid('10:15:00.012') +
    later('10:29:00.000');

  it('may have taken the shorter offer, whatever its own configuration says', () => {
    expect(judged(quiet, hours(28_800)).fact('longer-at-sender')?.is).toBe('unknown');
  });
});
