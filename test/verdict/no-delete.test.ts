/** What leaves beside a deletion need be no DELETE: a probe, an answer to the other end, a request that came empty. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { acknowledged, at, BRANCH, ike, invalid, later, packet, sa, X } from './two-ended-log.ts';

const REQUEST = 'INFORMATIONAL Exchange REQUEST';
const RESPONSE = 'INFORMATIONAL Exchange RESPONSE';
const held =
  sa('a', 'created', '10:00:00.010') +
  at('10:00:00.011', `IPSEC(update_current_outbound_sa): updated peer ${BRANCH} current outbound sa to SPI ${X}`);
const messages = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => invalid(`10:${from + index}:01.500`)).join('');
const empty = (block: string) => block.replace(' ENCR ', ' ');
const probe = (time: string) => ike(time, 'Sending DPD/liveness query');

/** branch deletes X without a word of it on record, and something else of IKE passes just then. */
function told(ofBranch: string, ofHq: string) {
  const b = sa('b', 'created', '10:00:00.000') + sa('b', 'deleted', '10:20:00.000') + ofBranch + messages(20, 24) + later('10:39:00.000');
  const { incidents, facts } = judge(timelineOf({ a: held + ofHq + later('10:39:00.000'), b }));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { told: incident.chain.told.how, cause: incident.cause, left: facts.find(({ fact }) => fact === 'delete-left')?.is };
}

const asked = (time: string, id: number) => packet(time, 'sent', 'b', REQUEST, id) + acknowledged('10:20:00.031', id);
const heard = (id: number) => packet('10:20:00.020', 'received', 'a', REQUEST, id) + packet('10:20:00.021', 'sent', 'a', RESPONSE, id);

describe('an exchange beside the deletion of X', () => {
  it.each([
    ['announced as a probe', probe('10:20:00.001') + asked('10:20:00.002', 5), heard(5)],
    [
      'announced as a probe, an answer between',
      probe('10:20:00.001') + packet('10:20:00.002', 'sent', 'b', RESPONSE, 9) + asked('10:20:00.003', 5),
      heard(5),
    ],
    ['that came empty', asked('10:20:00.002', 5), packet('10:10:00.000', 'received', 'a', REQUEST, 4) + empty(heard(5))],
    [
      'begun by the other end',
      packet('10:20:00.400', 'received', 'b', REQUEST, 8) + packet('10:20:00.402', 'sent', 'b', RESPONSE, 8),
      packet('10:20:00.390', 'sent', 'a', REQUEST, 8) + packet('10:20:00.412', 'received', 'a', RESPONSE, 8),
    ],
  ])('%s told nothing of it', (_what, ofBranch, ofHq) => {
    const { told: how, cause, left } = told(ofBranch, ofHq);
    expect(left).not.toBe('yes');
    expect(how).not.toBe('in-time');
    expect(cause.id).not.toBe('sender-data-plane-stale');
  });

  it('of which the record lost the list of what it held is no empty one', () => {
    const [, lost = ''] = /^(.*?\n)Payload contents:/s.exec(packet('10:20:00.020', 'received', 'a', REQUEST, 5)) ?? [];
    const came = packet('10:10:00.000', 'received', 'a', REQUEST, 4) + lost;
    expect(told(asked('10:20:00.002', 5), came + packet('10:20:00.021', 'sent', 'a', RESPONSE, 5)).left).toBe('yes');
  });

  it('of which neither record says what it bore is taken for the DELETE', () => {
    expect(told(asked('10:20:00.002', 5), heard(5)).left).toBe('yes');
  });

  it('that the line before it names is the DELETE, though a probe was announced before', () => {
    const named = ike('10:20:00.002', `Sending DELETE INFO message for IPsec SA [SPI: 0x${X}]`);
    expect(told(probe('10:20:00.001') + named + asked('10:20:00.003', 5), heard(5))).toMatchObject({ left: 'yes', told: 'in-time' });
  });
});
