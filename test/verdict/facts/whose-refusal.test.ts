/** What an end refuses may be another SA than the successor of X: a peer may ask for traffic of its own meanwhile. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { timelineOf } from '../bundle-of.ts';
import { acknowledged, at, BRANCH, HQ, hearsDelete, ike, invalid, later, packet, sa, sendsDelete } from '../two-ended-log.ts';
import { asked } from './asked.ts';

const CHILD = 'CREATE_CHILD_SA Exchange';
const requests = (time: string, local: string, remote: string) =>
  `${at(time, 'IPSEC(sa_request): ,')}  (key eng. msg.) OUTBOUND local= ${BRANCH}:500, remote= ${HQ}:500,
    local_proxy= ${local}/0/0 (type=4),
    remote_proxy= ${remote}/0/0 (type=4),
    protocol= ESP, transform= esp-aes 256 esp-sha256-hmac  (Tunnel),
    lifedur= 3600s and 4608000kb,
    spi= 0x0(0), conn_id= 0, keysize= 256, flags= 0x0
`;
const OF_X = ['10.2.0.0/255.255.0.0', '10.1.0.0/255.255.0.0'] as const;
const OTHER = ['10.2.0.0/255.255.0.0', '10.9.0.0/255.255.0.0'] as const;

/** branch asks, hq says no; what for, where it is printed. */
function refusal(minute: string, notify: string, flow?: readonly [string, string]): { a: string; b: string } {
  const answer = (time: string, way: 'sent' | 'received', side: 'a' | 'b') =>
    packet(time, way, side, `${CHILD} RESPONSE`, 8).replace('ENCR', `NOTIFY(${notify})`);
  const line = flow === undefined ? '' : requests(`${minute}:15.000`, ...flow);
  return {
    a: packet(`${minute}:15.004`, 'received', 'a', `${CHILD} REQUEST`, 8) + answer(`${minute}:15.006`, 'sent', 'a'),
    b: line + packet(`${minute}:15.001`, 'sent', 'b', `${CHILD} REQUEST`, 8) + answer(`${minute}:15.010`, 'received', 'b'),
  };
}

const made = { a: sa('a', 'created', '10:00:00.010'), b: sa('b', 'created', '10:00:00.000') };

/** X goes at branch at that minute, with a DELETE whose first copies are lost. */
function lost({ a, b }: { a: string; b: string }, minute: string, hours = '10') {
  const time = (second: string) => `${hours}:${minute}:${second}`;
  const again = ike(time('22.000'), 'Retransmitting packet ') + packet(time('22.000'), 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 9);
  const gone = sa('b', 'deleted', time('10.000')) + sendsDelete(time('10.001'), 9);
  return {
    a:
      made.a +
      a +
      hearsDelete(time('22.004'), 9) +
      packet(time('22.005'), 'sent', 'a', 'INFORMATIONAL Exchange RESPONSE', 9) +
      later('11:30:00.000'),
    b: made.b + b + gone + invalid(time('11.200')) + again + acknowledged(time('22.010'), 9) + later('11:30:00.000'),
  };
}

const causeOf = (logs: { a: string; b: string }) => judge(timelineOf(logs)).incidents[0]?.cause;

describe('what was refused in the midst of the life of an SA', () => {
  it.each(['TS_UNACCEPTABLE', 'NO_PROPOSAL_CHOSEN', 'INVALID_KE_PAYLOAD'])('by %s may have been asked for by other traffic', (notify) => {
    const logs = lost(refusal('10:04', notify), '05');
    expect(asked('rekey-refused', logs)).toMatchObject({ is: 'unknown' });
    expect(causeOf(logs)).toMatchObject({ id: 'delete-lost', confidence: 'likely' });
  });

  it('may have been so, too, where another SA was to run out later', () => {
    const { a, b } = refusal('10:04', 'NO_PROPOSAL_CHOSEN');
    const due = at('10:01:00.000', 'IPSEC(lifetime_expiry): SA lifetime threshold reached, expiring in 30 seconds');
    expect(asked('rekey-refused', lost({ a, b: due + b }, '05'))).toMatchObject({ is: 'unknown' });
  });

  it('was the successor where its end was at hand', () => {
    expect(asked('rekey-refused', lost(refusal('10:56', 'TS_UNACCEPTABLE'), '58'))).toMatchObject({ is: 'yes' });
  });

  it('was the successor where R had said that an SA would run out', () => {
    const { a, b } = refusal('10:04', 'NO_PROPOSAL_CHOSEN');
    const due = at('10:04:14.000', 'IPSEC(lifetime_expiry): SA lifetime threshold reached, expiring in 56 seconds');
    expect(asked('rekey-refused', lost({ a, b: due + b }, '05'))).toMatchObject({ is: 'yes' });
  });
});

describe('what was refused for traffic that is printed', () => {
  it('was no successor of an SA for other traffic, however old that is', () => {
    const logs = lost(refusal('10:56', 'TS_UNACCEPTABLE', OTHER), '58');
    expect(asked('rekey-refused', logs)?.is).not.toBe('yes');
    expect(causeOf(logs)).toMatchObject({ id: 'delete-lost', confidence: 'likely' });
  });

  it.each([
    ['in other words', OF_X],
    ['as a part of more', ['10.0.0.0/255.0.0.0', '0.0.0.0/0.0.0.0']],
  ] as const)('was the successor where the traffic is the same %s', (_, flow) => {
    expect(asked('rekey-refused', lost(refusal('10:56', 'TS_UNACCEPTABLE', flow), '58'))).toMatchObject({ is: 'yes' });
  });

  it('was the successor where the other traffic was asked for long before', () => {
    const { a, b } = refusal('10:56', 'TS_UNACCEPTABLE');
    expect(asked('rekey-refused', lost({ a, b: requests('10:50:00.000', ...OTHER) + b }, '58'))).toMatchObject({ is: 'yes' });
  });
});
