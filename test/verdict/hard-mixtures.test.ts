/** Kinds of fault that mixtures written by hand from the protocol found: an end that is on record, a tunnel that is down, a packet without a name. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import type { JudgedIncident, ToldFact } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { acknowledged, at, BRANCH, HQ, hearsDelete, ike, invalid, later, packet, sa, sendsDelete, X } from './two-ended-log.ts';

/** branch (b) receives with X, hq (a) sends. */
function judged(a: string, b: string): JudgedIncident & { fact(id: string): ToldFact | undefined } {
  const { incidents, facts } = judge(timelineOf({ a, b }));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { ...incident, fact: (id) => facts.find(({ fact }) => fact === id) };
}

const made = { a: sa('a', 'created', '10:00:00.020'), b: sa('b', 'created', '10:00:00.000') };
const isakmp = (time: string, text: string) => at(time, `ISAKMP:(1004):${text}`);
const quick = (time: string, side: 'a' | 'b', way: 'sending' | 'received', id: number) => {
  const peer = side === 'a' ? BRANCH : HQ;
  const line =
    way === 'sending'
      ? `sending packet to ${peer} my_port 500 peer_port 500 (I)`
      : `received packet from ${peer} dport 500 sport 500 Global (I)`;
  const begun = way === 'sending' ? isakmp(time, `beginning Quick Mode exchange, M-ID of ${id}`) : '';
  return `${begun}${isakmp(time, `${line} QM_IDLE`)}`;
};
const deletesX = (time: string) =>
  sa('b', 'deleted', time) +
  isakmp(time, 'set new node 90011223 to QM_IDLE') +
  isakmp(time, `sending packet to ${HQ} my_port 500 peer_port 500 (I) QM_IDLE`) +
  isakmp(time, 'Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL');

const hearsX = (time: string) =>
  at(time, `ISAKMP (1004): received packet from ${BRANCH} dport 500 sport 500 Global (R) QM_IDLE`) +
  isakmp(time, 'processing DELETE payload. message ID = 90011223') +
  isakmp(time, `Enqueued KEY_MGR_DELETE_SAS for IPSEC SA (SPI:0x${X})`) +
  sa('a', 'deleted', time);

describe('what the sender deleted', () => {
  const b = made.b + sendsDelete('10:20:00.000', 4) + sa('b', 'deleted', '10:20:00.001') + invalid('10:20:00.010');

  it('is over by that deletion, though the clocks leave open which of two near lines was first', () => {
    const told = judged(
      made.a + hearsDelete('10:20:00.015', 4) + packet('10:20:00.016', 'sent', 'a', 'INFORMATIONAL Exchange RESPONSE', 4),
      b + acknowledged('10:20:00.030', 4),
    );
    expect(told.chain.heals).toMatchObject({ how: 'delete' });
  });

  it('is not over where a packet surely came behind it', () => {
    const told = judged(
      made.a + hearsDelete('10:20:00.015', 4),
      b + acknowledged('10:20:00.030', 4) + invalid('10:21:01.000') + invalid('10:22:02.000'),
    );
    expect(told.chain.heals.how).not.toBe('delete');
  });

  it('shows which copy of the DELETE arrived: a late end, a lost first copy', () => {
    const again = (time: string) => ike(time, 'Retransmitting packet ') + packet(time, 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 4);
    const rekeyed =
      packet('10:10:00.000', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 3) +
      packet('10:10:00.030', 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', 3);
    const ofHq =
      packet('10:10:00.015', 'received', 'a', 'INFORMATIONAL Exchange REQUEST', 3) +
      packet('10:10:00.016', 'sent', 'a', 'INFORMATIONAL Exchange RESPONSE', 3);
    const told = judged(
      made.a + ofHq + sa('a', 'deleted', '10:20:06.020'),
      rekeyed + b + again('10:20:02.000') + again('10:20:06.000') + acknowledged('10:20:06.040', 4),
    );
    expect(told.fact('delete-lost')).toMatchObject({ is: 'yes' });
  });
});

describe('a packet overtaken at the end of an SA that nothing replaced', () => {
  it('is not called normal where the rekey was refused', () => {
    const refused = [1, 2].map(
      (turn) =>
        quick(`10:58:0${turn}.000`, 'b', 'sending', 880 + turn) +
        isakmp(`10:58:0${turn}.030`, 'processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 3'),
    );
    const told = judged(made.a + hearsX('11:00:00.015'), made.b + refused.join('') + deletesX('11:00:00.000') + invalid('11:00:00.012'));
    expect(told.cause.remedy).toContain('PFS');
    expect(told.cause.remedy).not.toContain('this is normal');
  });

  it('is not called normal where every request for a successor stayed unanswered', () => {
    const asked = ['10:59:00.000', '10:59:10.000', '10:59:20.000'].map((time) => quick(time, 'b', 'sending', 881));
    const told = judged(made.a + hearsX('11:00:00.015'), made.b + asked.join('') + deletesX('11:00:00.000') + invalid('11:00:00.012'));
    expect(told.cause.remedy).toContain('UDP 500');
    expect(told.cause.remedy).not.toContain('this is normal');
  });

  it('is normal where the successor stands', () => {
    const successor = { spi: '7700AA01' };
    const told = judged(
      made.a + sa('a', 'created', '10:59:00.040', successor) + hearsDelete('11:00:00.015', 4),
      made.b +
        sa('b', 'created', '10:59:00.020', successor) +
        sendsDelete('11:00:00.000', 4) +
        sa('b', 'deleted', '11:00:00.001') +
        invalid('11:00:00.012') +
        acknowledged('11:00:00.030', 4) +
        later('11:04:00.000'),
    );
    expect(told.cause.remedy).not.toContain('the tunnel is not');
  });
});

describe('what left with a deletion', () => {
  const dead = isakmp('10:20:00.000', `peer ${HQ} not responding!`);
  const unnamed = isakmp('10:20:00.001', `sending packet to ${HQ} my_port 500 peer_port 500 (I) QM_IDLE`);
  const rest = sa('b', 'deleted', '10:20:00.003') + invalid('10:21:10.000') + later('10:24:00.000');

  it('may have been a DELETE where its line is not named', () => {
    expect(judged(made.a, made.b + dead + unnamed + rest).fact('delete-left')).toMatchObject({ is: 'unknown' });
  });

  it('was none where nothing left', () => {
    expect(judged(made.a, made.b + dead + rest).fact('delete-left')).toMatchObject({ is: 'no' });
  });
});

describe('a NAT that gave the sender another port', () => {
  const heard = (time: string, port: number, tail: string) =>
    at(time, `ISAKMP (1004): received packet from ${HQ} dport 4500 sport ${port} Global ${tail}`);
  const ofHq = (time: string) => isakmp(time, `sending packet to ${BRANCH} my_port 4500 peer_port 4500 (I) QM_IDLE`);
  const noSa = at('10:21:00.030', `%CRYPTO-4-IKMP_NO_SA: IKE message from ${HQ} has no SA and is not an initialization offer`);
  const b = (said: string) =>
    made.b +
    heard('10:10:00.000', 1027, '(R) QM_IDLE') +
    sa('b', 'deleted', '10:20:00.000') +
    invalid('10:20:00.300') +
    heard('10:21:00.029', 61044, '(N) NEW SA') +
    said;

  it('is told by a message that begins nothing, though no line of the sender can be matched with it', () => {
    const told = judged(made.a + ofHq('10:10:00.000') + ofHq('10:21:00.010') + ofHq('10:22:00.000'), b(noSa));
    expect(told.fact('sender-rebound')).toMatchObject({ is: 'yes' });
  });
});

describe('a sender that moved', () => {
  const born = made.b.replaceAll(`remote= ${HQ}`, 'remote= 192.0.2.77');
  const asOf = made.a.replaceAll(`local= ${HQ}`, 'local= 192.0.2.77');

  it('comes from its address of now with what was made with its former one', () => {
    const told = judged(asOf + packet('10:20:01.000', 'sent', 'a', 'IKE_SA_INIT Exchange REQUEST', 0), born + invalid('10:20:00.000'));
    expect(told.fact('sender-moved')).toMatchObject({ is: 'yes' });
  });

  it('does so too where the tunnel file alone calls that address its own, and is no more than suggested', () => {
    const told = judged(asOf + later('10:20:01.000'), born + invalid('10:20:00.000'));
    expect(told.fact('sender-moved')).toMatchObject({ is: 'yes', grade: 'suggested' });
  });
});

describe('an address that was given to another spoke', () => {
  const assigned = at(
    '10:18:00.000',
    `%DHCP-6-ADDRESS_ASSIGN: Interface GigabitEthernet0/0 assigned DHCP address ${BRANCH}, mask 255.255.255.0, hostname branch`,
  );

  it('is cleared where the old mapping stands, and by no address that the command would not know', () => {
    const { cause } = judged(made.a, assigned + invalid('10:20:00.000') + invalid('10:21:01.000'));
    expect(cause.id).toBe('stale-nhrp');
    expect(cause.blocks.map(({ side, lines }) => [side, ...lines])).toEqual([['a', 'clear ip nhrp', `clear crypto sa peer ${BRANCH}`]]);
  });
});
