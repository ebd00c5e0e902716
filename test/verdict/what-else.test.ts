/** What else the same lines allow: kinds in which a cause was named too surely, or the other end's own word was not heard. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';

/** branch (b) receives with X, hq (a) sends. */
const X = 'B761863E';
const Y = '5C11D0A2';
const [HQ, BRANCH] = ['192.0.2.1', '198.51.100.1'];
const at = (time: string, body: string) => `Sep  2 2026 ${time}: ${body}\n`;
const invalid = (time: string, source = HQ) =>
  at(
    time,
    `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${BRANCH}, prot=50, spi=0x${X}(3076621886), srcaddr=${source}`,
  );
const sa = (side: 'a' | 'b', what: 'created' | 'deleted', time: string, spi = X) => {
  const [local, remote] = side === 'b' ? [BRANCH, HQ] : [HQ, BRANCH];
  return `${at(time, what === 'created' ? 'IPSEC(create_sa): sa created,' : 'IPSEC(delete_sa): deleting SA,')}  (sa) sa_dest= ${spi === Y ? HQ : BRANCH}, sa_proto= 50,
    sa_spi= 0x${spi}(${Number.parseInt(spi, 16)}),
    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2003
    sa_lifetime(k/sec)= (4608000/3600),
  (identity) local= ${local}:0, remote= ${remote}:0,
    local_proxy= 10.2.0.0/255.255.0.0/256/0,
    remote_proxy= 10.1.0.0/255.255.0.0/256/0
`;
};
function packet(time: string, way: 'sent' | 'received', side: 'a' | 'b', exchange: string, id: number): string {
  const [own, far] = side === 'b' ? [BRANCH, HQ] : [HQ, BRANCH];
  const ends = way === 'sent' ? `Sending Packet [To ${far}:500/From ${own}:500/` : `Received Packet [From ${far}:500/To ${own}:500/`;
  return `${at(time, `IKEv2:(SESSION ID = 7,SA ID = 2):${ends}VRF i0:f0] `)}Initiator SPI : C571EF343834DF4F - Responder SPI : BB515F3AD24E6123 Message id: ${id}
IKEv2 ${exchange} 
Payload contents: 
 ENCR 

`;
}
const ike = (time: string, text: string) => at(time, `IKEv2:(SESSION ID = 7,SA ID = 2):${text}`);
const sendsDelete = (time: string, id: number) =>
  ike(time, `Sending DELETE INFO message for IPsec SA [SPI: 0x${X}]`) + packet(time, 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', id);
const hearsDelete = (time: string, id: number) =>
  packet(time, 'received', 'a', 'INFORMATIONAL Exchange REQUEST', id) +
  ike(time, `Processing DELETE INFO message for IPsec SA [SPI: 0x${X}]`) +
  sa('a', 'deleted', time);
const acknowledged = (time: string, id: number) =>
  packet(time, 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', id) + ike(time, 'Processing ACK to informational exchange');
const later = (time: string) => at(time, '%SYS-5-CONFIG_I: Configured from console by ops on vty0 (203.0.113.9)');

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
      sa('b', 'created', '10:00:00.000', Y) +
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
