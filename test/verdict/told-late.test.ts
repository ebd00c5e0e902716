/** An idle SA of which the other end was told: too late, it had sent untold; in time, what came long behind was not sent in ignorance. */
import { expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { acknowledged, at, BRANCH, HQ, hearsDelete, invalid, later, packet, sa, sendsDelete } from './two-ended-log.ts';

const idle =
  at('10:19:59.990', `IPSEC(idle_timeout): idle timer expired for peer ${HQ}, deleting SAs`) + sa('b', 'deleted', '10:20:00.000');
const tied = [
  packet('10:10:00.000', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 1),
  packet('10:10:00.012', 'received', 'a', 'INFORMATIONAL Exchange REQUEST', 1),
];
const [asks, asked] = tied;
const tiedBack = [
  packet('10:10:00.013', 'sent', 'a', 'INFORMATIONAL Exchange RESPONSE', 1),
  packet('10:10:00.025', 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', 1),
];

it('a DELETE that came five seconds later told it late', () => {
  const a = sa('a', 'created', '10:00:00.010') + asked + tiedBack[0] + hearsDelete('10:20:05.010', 5) + later('10:39:00.000');
  const b =
    sa('b', 'created', '10:00:00.000') +
    asks +
    tiedBack[1] +
    idle +
    sendsDelete('10:20:00.010', 5) +
    invalid('10:20:01.400') +
    later('10:39:00.000');
  expect(judge(timelineOf({ a, b })).incidents[0]?.chain.told.how).toBe('late');
});

it('a DELETE of IKEv1, which is not sent again, that came five seconds later told it late', () => {
  const told = (id: string) =>
    at('10:20:00.010', `ISAKMP:(1011): sending packet to ${HQ} my_port 500 peer_port 500 (R) QM_IDLE      `) +
    at('10:20:00.010', `ISAKMP:(1011):purging node ${id}`) +
    at('10:20:00.010', 'ISAKMP:(1011):Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL');
  const heard = (id: string) =>
    at('10:20:05.010', `ISAKMP (1009): received packet from ${BRANCH} dport 500 sport 500 Global (I) QM_IDLE      `) +
    at('10:20:05.010', `ISAKMP: set new node ${id} to QM_IDLE      `) +
    at('10:20:05.010', `ISAKMP:(1009): processing DELETE payload. message ID = ${id}`) +
    sa('a', 'deleted', '10:20:05.012');
  const a = sa('a', 'created', '10:00:00.010') + asked + tiedBack[0] + heard('2009159385') + later('10:39:00.000');
  const b =
    sa('b', 'created', '10:00:00.000') +
    asks +
    tiedBack[1] +
    idle +
    at('10:20:00.009', 'ISAKMP: set new node 2009159385 to QM_IDLE      ') +
    told('2009159385') +
    invalid('10:20:01.400') +
    later('10:39:00.000');
  expect(judge(timelineOf({ a, b })).incidents[0]?.chain.told.how).toBe('late');
});

it('a DELETE that was acknowledged at once leaves the data plane of the sender', () => {
  const a = sa('a', 'created', '10:00:00.010') + later('10:39:00.000');
  const b =
    sa('b', 'created', '10:00:00.000') +
    idle +
    sendsDelete('10:20:00.010', 5) +
    acknowledged('10:20:00.040', 5) +
    invalid('10:20:03.000') +
    invalid('10:21:04.000') +
    invalid('10:22:05.000') +
    later('10:39:00.000');
  expect(judge(timelineOf({ a, b })).incidents[0]?.cause.id).toBe('sender-data-plane-stale');
});

it('a DELETE that left with the end of the SA, moments behind the message, told it late', () => {
  const told = (end: string, heard: string) => {
    const a = sa('a', 'created', '10:00:00.010') + asked + tiedBack[0] + heard + later('10:39:00.000');
    const b = sa('b', 'created', '10:00:00.000') + asks + tiedBack[1] + invalid('10:20:00.000') + end + later('10:39:00.000');
    return judge(timelineOf({ a, b })).incidents[0]?.chain.told.how;
  };
  const gone = sa('b', 'deleted', '10:20:00.004');
  expect(told(gone + sendsDelete('10:20:00.005', 5) + acknowledged('10:20:00.031', 5), hearsDelete('10:20:00.018', 5))).toBe('late');
  expect(told(gone, '')).not.toBe('late');
});
