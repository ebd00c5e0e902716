/** A DELETE that came to a sender without an IKE SA was not lost on the way. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { at, BRANCH, HQ, invalid, later, sa } from './two-ended-log.ts';

const isakmp = (time: string, text: string) => at(time, `ISAKMP:(1001):${text}`);
const sends = (time: string, to: string, id: number) =>
  isakmp(time, `set new node ${id} to QM_IDLE      `) +
  isakmp(time, ` sending packet to ${to} my_port 500 peer_port 500 (I) QM_IDLE      `);
const receives = (time: string, from: string, id: number) =>
  at(time, `ISAKMP (0:1001): received packet from ${from} dport 500 sport 500 Global (R) QM_IDLE      `) +
  isakmp(time, `set new node ${id} to QM_IDLE      `) +
  isakmp(time, `processing HASH payload. message ID = ${id}`);
const noSa = (time: string, from: string) =>
  at(time, `%CRYPTO-4-IKMP_NO_SA: IKE message from ${from} has no SA and is not an initialization offer`);

function judged(behind: string, beside = '') {
  const a =
    sa('a', 'created', '10:00:00.010') +
    receives('10:00:01.010', BRANCH, 11) +
    sends('10:00:02.000', HQ, 12).replaceAll(HQ, BRANCH) +
    behind;
  const b =
    sa('b', 'created', '10:00:00.000') +
    sends('10:00:01.000', HQ, 11) +
    receives('10:00:02.010', HQ, 12) +
    sa('b', 'deleted', '10:20:00.000') +
    sends('10:20:00.001', HQ, 77) +
    isakmp('10:20:00.001', 'Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL') +
    beside +
    invalid('10:20:00.400') +
    invalid('10:21:01.100') +
    later('10:29:00.000');
  const { incidents } = judge(timelineOf({ a: a + later('10:29:00.000'), b }));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return incident;
}

describe('a DELETE of IKEv1', () => {
  it('arrived where the sender says at once that it has no IKE SA for what came from there', () => {
    const { chain, cause } = judged(noSa('10:20:00.021', BRANCH));
    expect(chain.told.how).toBe('unread');
    expect(cause.confidence).not.toBe('certain');
    expect(cause.summary).toContain('had no IKE SA to read it with');
    expect(cause.remedy).not.toContain('drops UDP 500');
  });

  it.each([
    ['somebody else', noSa('10:20:00.021', '203.0.113.77')],
    ['another time', noSa('10:22:00.021', BRANCH)],
    ['an earlier time', noSa('10:19:50.021', BRANCH)],
  ])('did not for what the sender says of %s', (_, line) => {
    expect(judged(line).chain.told.how).not.toBe('unread');
  });

  it('may be another message where the receiver sent two', () => {
    expect(judged(noSa('10:20:00.021', BRANCH), sends('10:20:00.005', HQ, 78)).chain.told.how).not.toBe('unread');
  });
});
