/** Which DELETE told the sender: the one that went with the SA, one that was sent again, or the answer to the message. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';

/** branch (b) receives with X, hq (a) sends. */
const X = 'B761863E';
const [HQ, BRANCH] = ['192.0.2.1', '198.51.100.1'];
const at = (time: string, body: string) => `Sep  2 2026 ${time}: ${body}\n`;
const invalid = (time: string) =>
  at(
    time,
    `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${BRANCH}, prot=50, spi=0x${X}(3076621886), srcaddr=${HQ}`,
  );
const sa = (side: 'a' | 'b', what: 'created' | 'deleted', time: string, seconds = 3600) => {
  const [local, remote] = side === 'b' ? [BRANCH, HQ] : [HQ, BRANCH];
  return `${at(time, what === 'created' ? 'IPSEC(create_sa): sa created,' : 'IPSEC(delete_sa): deleting SA,')}  (sa) sa_dest= ${BRANCH}, sa_proto= 50,
    sa_spi= 0x${X}(3076621886),
    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2003
    sa_lifetime(k/sec)= (4608000/${seconds}),
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
const deletes = (time: string, id: number) =>
  ike(time, `Sending DELETE INFO message for IPsec SA [SPI: 0x${X}]`) + packet(time, 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', id);
const hears = (time: string, id: number) =>
  packet(time, 'received', 'a', 'INFORMATIONAL Exchange REQUEST', id) +
  ike(time, `Processing DELETE INFO message for IPsec SA [SPI: 0x${X}]`) +
  sa('a', 'deleted', time);
const acked = (time: string, id: number) =>
  packet(time, 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', id) + ike(time, 'Processing ACK to informational exchange');
const later = (time: string) => at(time, '%SYS-5-CONFIG_I: Configured from console by ops on vty0 (203.0.113.9)');

function judged(a: string, b: string) {
  const { incidents, facts } = judge(timelineOf({ a, b }));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { ...incident, fact: (id: string) => facts.find(({ fact }) => fact === id) };
}

const born = sa('b', 'created', '10:00:00.000');
const held =
  sa('a', 'created', '10:00:00.010') +
  at('10:00:00.011', `IPSEC(update_current_outbound_sa): updated peer ${BRANCH} current outbound sa to SPI ${X}`);

describe('two DELETEs, of which S heard that with which R answered the message', () => {
  const b =
    born +
    sa('b', 'deleted', '10:20:00.000') +
    deletes('10:20:00.001', 5) +
    invalid('10:20:00.010') +
    deletes('10:20:00.012', 6) +
    acked('10:20:00.032', 6) +
    later('10:29:00.000');

  it('are not one: the first was lost, and S was told late', () => {
    const { chain, fact } = judged(held + hears('10:20:00.022', 6) + later('10:29:00.000'), b);
    expect(fact('delete-lost')).toMatchObject({ is: 'yes' });
    expect(chain.told.how).toBe('late');
  });

  it('leave it open from the record of R alone, though one was acknowledged at once', () => {
    expect(judged('', b).fact('delete-lost')?.is).toBe('unknown');
  });
});

describe('a DELETE that R had to send again', () => {
  const gone = born + sa('b', 'deleted', '10:20:00.000') + deletes('10:20:00.001', 5) + invalid('10:20:00.010');
  const again =
    ike('10:20:02.001', 'Retransmitting packet') +
    packet('10:20:02.001', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 5) +
    acked('10:20:02.021', 5);
  const asks = (time: string) => packet(time, 'received', 'b', 'CREATE_CHILD_SA Exchange REQUEST', 9);

  it('was lost at first when S asks for a new SA only after the second copy', () => {
    const { fact } = judged('', gone + again + asks('10:20:02.900') + later('10:29:00.000'));
    expect(fact('delete-lost')).toMatchObject({ is: 'yes', grade: 'suggested' });
  });

  it('had arrived when S asks for one before that: the answer was lost', () => {
    const { fact } = judged('', gone + asks('10:20:00.900') + again + later('10:29:00.000'));
    expect(fact('delete-lost')).toMatchObject({ is: 'no', grade: 'suggested' });
  });

  it('says neither when S asks for nothing', () => {
    const { fact, cause } = judged('', gone + again + later('10:29:00.000'));
    expect(fact('delete-lost')?.is).toBe('unknown');
    expect(cause.confidence).toBe('possible');
  });
});

describe('a packet right behind the deletion', () => {
  it('is no likely reorder where no DELETE is on record', () => {
    const b = born + sa('b', 'deleted', '10:20:00.000') + invalid('10:20:00.020') + later('10:29:00.000');
    expect(judged('', b).cause.confidence).toBe('possible');
  });

  it('of an SA that ran out is a mismatch of lifetimes, though S was told in time', () => {
    const short = sa('b', 'created', '10:00:00.000', 900) + sa('b', 'deleted', '10:15:00.000', 900);
    const b = short + deletes('10:15:00.001', 5) + invalid('10:15:00.012') + acked('10:15:00.040', 5) + later('10:29:00.000');
    const { cause, chain } = judged(held + hears('10:15:00.020', 5) + later('10:29:00.000'), b);
    expect(cause).toMatchObject({ id: 'lifetime-mismatch', confidence: 'likely' });
    expect(chain.told.how).toBe('in-time');
  });
});

describe('a threshold that names no SA', () => {
  const threshold = at('10:19:30.000', 'IPSEC(lifetime_expiry): SA lifetime threshold reached, expiring in 30 seconds');
  const behind = invalid('10:20:01.000') + later('10:29:00.000');

  it('is that of the SA which goes when it is due', () => {
    const { fact } = judged('', born + threshold + sa('b', 'deleted', '10:20:00.000') + behind);
    expect(fact('expired-by-time')).toMatchObject({ is: 'yes', grade: 'suggested' });
  });

  it('is not that of one which goes at once', () => {
    const { fact } = judged('', born + threshold + sa('b', 'deleted', '10:19:30.500') + behind);
    expect(fact('expired-by-time')?.is).not.toBe('yes');
  });
});

describe('an SA that R never made, by its own debugs', () => {
  it('is not killed by the DELETE with which R answers the packet', () => {
    const other = (text: string) => text.replaceAll(X, '0A0B0C0D').replaceAll('3076621886', '168496141');
    const b =
      other(sa('b', 'created', '09:00:00.000')) +
      invalid('10:00:00.060') +
      deletes('10:00:00.062', 5) +
      other(sa('b', 'deleted', '10:05:00.000')) +
      later('10:09:00.000');
    const { fact } = judged(held + hears('10:00:00.070', 5), b);
    expect(fact('killed-when-new')?.is).not.toBe('yes');
  });
});
