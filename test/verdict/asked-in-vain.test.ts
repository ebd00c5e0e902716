/** A peer that was asked in vain while its ESP came: IKE may be dropped on the way, unless the peer heard and kept silent; and a DELETE of which a later copy came was late. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import type { JudgedIncident } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { acknowledged, at, HQ, ike, invalid, later, packet, sa, sendsDelete } from './two-ended-log.ts';

function judged(a: string, b: string): JudgedIncident {
  const [incident] = judge(timelineOf({ a, b })).incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return incident;
}

const REQUEST = 'INFORMATIONAL Exchange REQUEST';
const TIMES = ['10:19:30', '10:19:32', '10:19:36', '10:19:44'];
const made = { a: sa('a', 'created', '10:00:00.020'), b: sa('b', 'created', '10:00:00.000') };
const given = at('10:20:00.000', 'IKEv2-ERROR:(SESSION ID = 7,SA ID = 2):: Maximum number of retransmissions reached');
const dropped = (first: string) => sa('b', 'deleted', '10:20:00.002') + invalid(first) + invalid('10:21:01.000') + later('10:24:00.000');
const probed = TIMES.map((time) => packet(`${time}.000`, 'sent', 'b', REQUEST, 5)).join('');
const heard = TIMES.map((time) => packet(`${time}.010`, 'received', 'a', REQUEST, 5)).join('');
const answered = TIMES.map(
  (time) => packet(`${time}.010`, 'received', 'a', REQUEST, 5) + packet(`${time}.011`, 'sent', 'a', 'INFORMATIONAL Exchange RESPONSE', 5),
).join('');
const known = ({ cause }: JudgedIncident) => [cause.id, ...cause.alternatives];

describe('a peer that was asked in vain while its ESP came', () => {
  const b = made.b + probed + given + dropped('10:20:00.040');

  it('may be behind what drops IKE alone, as far as the record of the one end goes', () => {
    expect(known(judged('', b))).toEqual(expect.arrayContaining(['dpd-false-positive', 'ike-blocked']));
  });

  it('is, where it answered and no answer came: a filter of one direction is one', () => {
    expect(known(judged(made.a + answered + later('10:24:00.000'), b))).toContain('ike-blocked');
  });

  it('is not, where it heard each question and answered none', () => {
    expect(known(judged(made.a + heard + later('10:24:00.000'), b))).not.toContain('ike-blocked');
  });

  it('nor where its ESP ended, too', () => {
    expect(known(judged('', made.b + probed + given + dropped('10:20:58.000')))).not.toContain('ike-blocked');
  });

  it('may be in IKEv1, whose probes are messages of their own', () => {
    const isakmp = (time: string, text: string) => at(time, `ISAKMP:(1002): ${text}`);
    const probes = [1, 2, 3].map((turn) => isakmp(`10:19:5${turn}.000`, `DPD incrementing error counter (${turn}/3)`)).join('');
    const told = judged('', made.b + probes + isakmp('10:20:00.000', `peer ${HQ} not responding!`) + dropped('10:20:00.040'));
    expect(known(told)).toEqual(expect.arrayContaining(['dpd-false-positive', 'ike-blocked']));
  });
});

describe('a peer of which neither IKE nor ESP came', () => {
  const b = made.b + probed + given + dropped('10:20:58.000');
  const first = packet('10:19:30.010', 'received', 'a', REQUEST, 5);
  const causeOf = (a: string) => judged(made.a + a + later('10:24:00.000'), b).cause;

  it('was likely out of reach where nothing tells that it heard, or it heard the first question alone', () => {
    expect(causeOf('')).toMatchObject({ id: 'path-outage', confidence: 'likely' });
    expect(causeOf(first)).toMatchObject({ id: 'path-outage', confidence: 'likely' });
  });

  it('was so possibly, no more, where it went on hearing: it may have had nothing to send', () => {
    expect(causeOf(answered)).toMatchObject({ confidence: 'possible' });
  });
});

describe('a DELETE whose first copy was lost', () => {
  const again = (time: string) => ike(time, 'Retransmitting packet ') + packet(time, 'sent', 'b', REQUEST, 4);
  const b = made.b + sendsDelete('10:20:00.000', 4) + sa('b', 'deleted', '10:20:00.001') + invalid('10:20:00.300') + again('10:20:02.000');
  const asks = packet('10:10:00.000', 'sent', 'b', REQUEST, 3) + acknowledged('10:10:00.030', 3);
  const answersIt =
    packet('10:10:00.015', 'received', 'a', REQUEST, 3) + packet('10:10:00.016', 'sent', 'a', 'INFORMATIONAL Exchange RESPONSE', 3);

  it('was late where the sender let the SA go behind a later one', () => {
    const told = judged(
      made.a + answersIt + sa('a', 'deleted', '10:20:06.020'),
      asks + b + again('10:20:06.000') + acknowledged('10:20:06.040', 4),
    );
    expect(told.chain.told).toMatchObject({ how: 'late', at: expect.stringContaining('10:20:06.0') });
  });

  it('was lost where no copy came', () => {
    const told = judged(
      made.a + answersIt + later('10:24:00.000'),
      asks + b + again('10:20:06.000') + invalid('10:21:01.000') + later('10:24:00.000'),
    );
    expect(told.chain.told.how).toBe('lost');
  });
});
