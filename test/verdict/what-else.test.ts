/** What else the same lines allow: kinds in which a cause was named too surely, or the other end's own word was not heard. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { acknowledged, at, BRANCH, HQ, hearsDelete, ike, invalid, later, packet, sa, sendsDelete, X, Y } from './two-ended-log.ts';

function judged(a: string, b: string) {
  const { incidents } = judge(timelineOf({ a, b }));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return incident;
}

describe('X that is logged again a minute after its end, from the record of R alone', () => {
  it('is of a stale data plane where S has answered the DELETE: its IKE had closed the SA', () => {
    const b =
      sa('b', 'created', '10:00:00.000') +
      sa('b', 'deleted', '10:40:00.000') +
      sendsDelete('10:40:00.001', 5) +
      invalid('10:40:00.009') +
      acknowledged('10:40:00.022', 5) +
      invalid('10:41:00.700') +
      later('10:45:00.000');
    const { cause, chain } = judged('', b);
    expect(cause.id).toBe('sender-data-plane-stale');
    expect(chain.sends.how).toBe('data-plane-stale');
  });

  it('is of one where S itself had sent the DELETE', () => {
    const b =
      sa('b', 'created', '10:00:00.000') +
      sa('b', 'created', '10:00:00.000', { spi: Y }) +
      packet('10:40:00.000', 'received', 'b', 'INFORMATIONAL Exchange REQUEST', 6) +
      ike('10:40:00.000', `Processing DELETE INFO message for IPsec SA [SPI: 0x${Y}]`) +
      sa('b', 'deleted', '10:40:00.001') +
      invalid('10:40:00.009') +
      invalid('10:41:00.700') +
      later('10:45:00.000');
    expect(judged('', b).cause.id).toBe('sender-data-plane-stale');
  });
});

describe('a sender that had let X go, and a log that ends within a minute', () => {
  it('leaves a stale data plane possible beside packets that were overtaken', () => {
    const a = sa('a', 'created', '10:00:00.003') + hearsDelete('10:40:00.011', 5) + later('10:50:00.000');
    const b =
      sa('b', 'created', '10:00:00.000') + sa('b', 'deleted', '10:40:00.000') + sendsDelete('10:40:00.001', 5) + invalid('10:40:00.009');
    const { cause } = judged(a, b + acknowledged('10:40:00.022', 5) + later('10:40:09.000'));
    expect(cause.id).toBe('rekey-reorder');
    expect(cause.alternatives).toContain('sender-data-plane-stale');
  });

  it('is settled by a log that goes on', () => {
    const a = sa('a', 'created', '10:00:00.003') + hearsDelete('10:40:00.011', 5) + later('10:50:00.000');
    const b =
      sa('b', 'created', '10:00:00.000') + sa('b', 'deleted', '10:40:00.000') + sendsDelete('10:40:00.001', 5) + invalid('10:40:00.009');
    const { cause } = judged(a, b + acknowledged('10:40:00.022', 5) + later('10:45:00.000'));
    expect(cause.id).toBe('rekey-reorder');
    expect(cause.alternatives).not.toContain('sender-data-plane-stale');
  });
});

describe('the DELETE with which R answers the message', () => {
  it('tells of no deletion before it, acknowledged or not', () => {
    const b = invalid('10:40:00.000') + sendsDelete('10:40:00.002', 5) + acknowledged('10:40:00.020', 5) + later('10:45:00.000');
    expect(judged('', b).chain.told.how).not.toBe('in-time');
  });
});

describe('a DELETE of which S, which was recording, shows the second copy alone', () => {
  it('was lost at first, though S was told of X by the answer to the message meanwhile', () => {
    const a =
      sa('a', 'created', '10:00:00.003') +
      packet('10:30:00.000', 'received', 'a', 'INFORMATIONAL Exchange REQUEST', 3) +
      hearsDelete('10:40:00.020', 6) +
      packet('10:40:02.010', 'received', 'a', 'INFORMATIONAL Exchange REQUEST', 5) +
      ike('10:40:02.010', `Processing DELETE INFO message for IPsec SA [SPI: 0x${X}]`);
    const b =
      sa('b', 'created', '10:00:00.000') +
      sa('b', 'deleted', '10:40:00.000') +
      sendsDelete('10:40:00.000', 5) +
      invalid('10:40:00.004') +
      sendsDelete('10:40:00.006', 6) +
      acknowledged('10:40:00.030', 6) +
      ike('10:40:02.000', 'Retransmitting packet') +
      packet('10:40:02.000', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 5) +
      acknowledged('10:40:02.020', 5) +
      later('10:45:00.000');
    expect(judged(a, b).cause.id).toBe('delete-lost');
  });
});

describe("a packet right behind S's own DELETE, with the debug of IKE alone", () => {
  const exchange = (time: string, text: string) => at(time, `ISAKMP:(1001):${text}`);
  it('was on its way: R deleted X because S said so', () => {
    const b =
      at('10:00:00.000', 'ISAKMP (1001): received packet from 192.0.2.1 dport 500 sport 500 Global (R) QM_IDLE      ') +
      exchange('10:00:00.010', `Successfully installed IPSEC SA (SPI:0x${X}) on GigabitEthernet0/0`) +
      at('10:40:00.000', 'ISAKMP (1001): received packet from 192.0.2.1 dport 500 sport 500 Global (R) QM_IDLE      ') +
      exchange('10:40:00.000', 'processing HASH payload. message ID = 407011004') +
      exchange('10:40:00.000', 'processing DELETE payload. message ID = 407011004') +
      invalid('10:40:00.006') +
      later('10:45:00.000');
    const { cause, chain } = judged('', b);
    expect(cause.id).toBe('rekey-reorder');
    expect(chain.forgot.how).toBe('deleted-by-peer');
  });
});

describe('two rekeys that cross, of which S uses one before R has it', () => {
  const exchange = (time: string, text: string) => at(time, `ISAKMP:(1001):${text}`);
  it('leave a duplicate, which R drops, packet or none', () => {
    const b =
      exchange('10:00:00.000', 'beginning Quick Mode exchange, M-ID of 570535495') +
      exchange('10:00:00.000', ' sending packet to 192.0.2.1 my_port 500 peer_port 500 (I) QM_IDLE      ') +
      at('10:00:00.009', 'ISAKMP (1001): received packet from 192.0.2.1 dport 500 sport 500 Global (R) QM_IDLE      ') +
      at('10:00:00.009', 'ISAKMP: set new node 1148084868 to QM_IDLE      ') +
      exchange('10:00:00.009', ' processing SA payload. message ID = 1148084868') +
      exchange('10:00:00.009', 'QM Responder gets spi') +
      invalid('10:00:00.040') +
      sa('b', 'created', '10:00:00.050') +
      sa('b', 'deleted', '10:00:00.120') +
      invalid('10:01:00.700') +
      later('10:05:00.000');
    const { cause, chain } = judged('', b);
    expect(cause.id).toBe('simultaneous-rekey');
    expect(chain.forgot.how).toBe('deleted-as-duplicate');
  });
});

describe('the same SPI from an address that is nobody we know, at both routers', () => {
  const stranger = '203.0.113.77';
  const b = packet('10:00:00.000', 'received', 'b', 'INFORMATIONAL Exchange REQUEST', 3) + invalid('10:40:00.000', stranger);
  const a = invalid('10:40:10.000', stranger).replace(`destaddr=${BRANCH}`, `destaddr=${HQ}`);
  it("is not mended by clearing the peer's SAs, and is not said to come from the peer", () => {
    const { cause } = judged(a, b + later('10:45:00.000'));
    expect(cause.id).toBe('unknown');
    expect(cause.alternatives).toContain('foreign-traffic');
    expect(cause.summary).toContain(`ESP from ${stranger}`);
    expect(cause.remedy).not.toContain('clear crypto sa');
  });
});
