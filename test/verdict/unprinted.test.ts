/** What ended an SA of which nothing is printed, the debug of IPsec being off: the DELETE right before the message; and what follows for who was told. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { at, BRANCH, HQ, hearsDelete, ike, invalid, later, packet, sa, sendsDelete, X } from './two-ended-log.ts';

function judged(a: string, b: string) {
  const { incidents, facts } = judge(timelineOf({ a, b }));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { ...incident, fact: (id: string) => facts.find(({ fact }) => fact === id) };
}

/** Probes of hq, each answered: both listen to IKE alone, over more than the minute before. */
const probed = (side: 'a' | 'b') =>
  ['10:18:00', '10:18:40', '10:19:20']
    .map((time, tick) => {
      const [asks, answers] = side === 'a' ? (['sent', 'received'] as const) : (['received', 'sent'] as const);
      return (
        packet(`${time}.000`, asks, side, 'INFORMATIONAL Exchange REQUEST', tick + 2) +
        packet(`${time}.018`, answers, side, 'INFORMATIONAL Exchange RESPONSE', tick + 2)
      );
    })
    .join('');
const SPIS = '[ISPI: 0xC571EF343834DF4F RSPI: 0xBB515F3AD24E6123]';
const endsIkeSa = (time: string, id: number) =>
  ike(time, `Sending DELETE INFO message for IKEv2 SA ${SPIS}`) + packet(time, 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', id);
const hearsOfIkeSa = (time: string, id: number) =>
  packet(time, 'received', 'a', 'INFORMATIONAL Exchange REQUEST', id) +
  ike(time, `Processing DELETE INFO message for IKEv2 SA ${SPIS}`) +
  packet(time, 'sent', 'a', 'INFORMATIONAL Exchange RESPONSE', id);
const answered = (time: string, id: number) => packet(time, 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', id);

describe('the DELETE of an IKE SA, which ends its child SAs (RFC 7296 1.4.1)', () => {
  it('ended X that is unknown at once behind it, though no line names X', () => {
    const { fact, chain } = judged('', probed('b') + endsIkeSa('10:20:00.000', 5) + invalid('10:20:00.004') + later('10:29:00.000'));
    expect(fact('deleted-at-receiver')).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(fact('delete-left')?.is).toBe('yes');
    expect(chain.forgot.how).toBe('deleted-with-ike-sa');
  });

  it('ended nothing that is unknown only a minute later', () => {
    const { fact } = judged('', probed('b') + endsIkeSa('10:20:00.000', 5) + invalid('10:21:00.004') + later('10:29:00.000'));
    expect(fact('deleted-at-receiver')?.is).not.toBe('yes');
  });

  it.each([9, 40])('was heard by S, whose own record alone has the making of X, where S reads one %d ms later', (ms) => {
    const heard = hearsOfIkeSa(`10:20:00.0${String(ms).padStart(2, '0')}`, 5) + sa('a', 'deleted', `10:20:00.0${ms + 1}`);
    const a = sa('a', 'created', '10:10:00.010') + probed('a') + heard + later('10:29:00.000');
    const { fact, cause, chain } = judged(a, probed('b') + endsIkeSa('10:20:00.000', 5) + invalid('10:20:00.004') + later('10:29:00.000'));
    expect(fact('delete-lost')?.is).not.toBe('yes');
    expect(chain.told.how).toBe('in-time');
    expect(cause.id).toBe('rekey-reorder');
  });

  it('ended nothing that R may just have made', () => {
    const making = packet('10:19:58.000', 'received', 'b', 'CREATE_CHILD_SA Exchange REQUEST', 5);
    const { fact } = judged('', probed('b') + making + endsIkeSa('10:20:00.000', 6) + invalid('10:20:00.004') + later('10:29:00.000'));
    expect(fact('deleted-at-receiver')?.is).not.toBe('yes');
  });

  it('was not lost where S, which listens to IKE alone, shows it', () => {
    const a = probed('a') + hearsOfIkeSa('10:20:00.009', 5) + later('10:29:00.000');
    const b = probed('b') + endsIkeSa('10:20:00.000', 5) + invalid('10:20:00.004') + later('10:29:00.000');
    const { fact, cause } = judged(a, b);
    expect(fact('delete-lost')?.is).toBe('no');
    expect(cause.id).not.toBe('delete-lost');
  });

  it('was lost where S, which listens, does not', () => {
    const b = probed('b') + endsIkeSa('10:20:00.000', 5) + invalid('10:20:00.004') + invalid('10:21:00.500') + later('10:29:00.000');
    const { chain } = judged(probed('a') + later('10:29:00.000'), b);
    expect(chain.told.how).toBe('lost');
  });

  it('arrived where S answers it, though the answer names nothing (RFC 7296 2.1)', () => {
    const b =
      sa('b', 'created', '10:00:00.000') +
      probed('b') +
      sa('b', 'deleted', '10:20:00.000') +
      endsIkeSa('10:20:00.000', 5) +
      invalid('10:20:00.004') +
      answered('10:20:00.018', 5) +
      later('10:29:00.000');
    expect(judged('', b).fact('delete-lost')).toMatchObject({ is: 'no' });
    expect(judged('', b.replace(answered('10:20:00.018', 5), '')).fact('delete-lost')?.is).not.toBe('no');
  });
});

describe('a DELETE of IKEv1, which names no SPI where it is sent (RFC 2408 3.15)', () => {
  const probes = ['10:18:00', '10:18:40', '10:19:20']
    .map(
      (time) =>
        at(`${time}.000`, `ISAKMP (1058): received packet from ${HQ} dport 500 sport 500 Global (R) QM_IDLE      `) +
        at(`${time}.000`, `ISAKMP:(1058): sending packet to ${HQ} my_port 500 peer_port 500 (R) QM_IDLE      `),
    )
    .join('');
  const deletes = (time: string) =>
    at(time, 'ISAKMP: set new node 432319472 to QM_IDLE      ') +
    at(time, `ISAKMP:(1058): sending packet to ${HQ} my_port 500 peer_port 500 (R) QM_IDLE      `) +
    at(time, 'ISAKMP:(1058):purging node 432319472') +
    at(time, 'ISAKMP:(1058):Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL');

  it('is that of X which is unknown at once behind it: R is not said to have sent none', () => {
    const { fact } = judged('', probes + deletes('10:20:00.000') + invalid('10:20:00.002') + later('10:29:00.000'));
    expect(fact('delete-left')).toMatchObject({ is: 'yes', grade: 'suggested' });
  });
});

describe('what is told and sent, in the world that is named', () => {
  const held =
    sa('a', 'created', '10:00:00.010') +
    at('10:00:00.011', `IPSEC(update_current_outbound_sa): updated peer ${BRANCH} current outbound sa to SPI ${X}`);
  const born = sa('b', 'created', '10:00:00.000');

  it('is a DELETE that was lost, where R alone tells of it and S goes on', () => {
    const b =
      born +
      sa('b', 'deleted', '10:20:00.000') +
      sendsDelete('10:20:00.001', 5) +
      invalid('10:20:00.010') +
      invalid('10:21:00.500') +
      later('10:29:00.000');
    const { chain } = judged('', b);
    expect(chain.told).toMatchObject({ how: 'lost', confidence: 'possible' });
    expect(chain.sends).toMatchObject({ how: 'still-current', confidence: 'possible' });
  });

  it('is no lost DELETE where S heard it and its data plane went on', () => {
    const b =
      born +
      sa('b', 'deleted', '10:20:00.000') +
      sendsDelete('10:20:00.001', 5) +
      invalid('10:20:20.000') +
      invalid('10:21:20.500') +
      later('10:29:00.000');
    const { cause, chain } = judged(held + hearsDelete('10:20:00.010', 5) + later('10:29:00.000'), b);
    expect(cause.id).toBe('sender-data-plane-stale');
    expect(chain.told.how).not.toBe('lost');
    expect(chain.sends.how).toBe('data-plane-stale');
  });
});
