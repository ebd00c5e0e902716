/** What each end's own record says where nothing ties the two clocks, or where one end is silent: spans, what was asked for, and who still answers. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { at, BRANCH, HQ, hearsDelete, ike, invalid, later, packet, sa, sendsDelete, X } from './two-ended-log.ts';

function judged(a: string, b: string, shownOfBranch: Record<string, string> = {}) {
  const { incidents, facts } = judge(timelineOf({ a, b }, shownOfBranch));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { ...incident, fact: (id: string) => facts.find(({ fact }) => fact === id) };
}

const SUCCESSOR = '6A2F9C11';
const goesOver = (side: 'a' | 'b', time: string, spi: string) =>
  at(time, `IPSEC(update_current_outbound_sa): updated peer ${side === 'a' ? BRANCH : HQ} current outbound sa to SPI ${spi}`);

describe('a sender that let X go, at a time that nothing ties to the message', () => {
  const logged = invalid('16:05:00.000') + invalid('16:06:00.400') + later('16:09:00.000');

  it('went on for longer than it had X, by spans of each clock alone', () => {
    const { fact, cause } = judged(sa('a', 'created', '10:20:00.000') + hearsDelete('10:20:40.000', 3), logged);
    expect(fact('sent-after-given-up')).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(cause.id).toBe('sender-data-plane-stale');
  });

  it('may have heard of it late where it had X for longer than the messages are apart', () => {
    const { fact, cause } = judged(sa('a', 'created', '10:00:00.000') + hearsDelete('10:20:40.000', 3), logged);
    expect(fact('sent-after-given-up')).toMatchObject({ is: 'yes', grade: 'hinted' });
    expect(cause).toMatchObject({ id: 'sender-data-plane-stale', confidence: 'possible' });
  });

  it('was not told by a message that came once', () => {
    const { fact } = judged(
      sa('a', 'created', '10:00:00.000') + hearsDelete('10:20:40.000', 3),
      invalid('16:05:00.000') + later('16:09:00.000'),
    );
    expect(fact('sent-after-given-up')?.is).toBe('unknown');
  });
});

describe('a sender that asks for another pair right behind the DELETE', () => {
  const gone = sa('b', 'created', '10:00:00.000') + sa('b', 'deleted', '10:05:00.000') + sendsDelete('10:05:00.000', 4);
  const asks = packet('10:05:00.900', 'received', 'b', 'CREATE_CHILD_SA Exchange REQUEST', 9);
  const makes = asks + sa('b', 'created', '10:05:00.910', { spi: SUCCESSOR });

  it('had let X go: what comes a minute later is of its data plane', () => {
    const { fact, cause } = judged('', gone + invalid('10:05:00.004') + makes + invalid('10:06:00.500') + later('10:09:00.000'));
    expect(fact('delete-lost')).toMatchObject({ is: 'no', grade: 'suggested' });
    expect(cause.id).toBe('sender-data-plane-stale');
  });

  it('is not known to have let X go where the list of what it asks for is lost, as it may renew one', () => {
    const lost = makes.replace(/Payload contents: \n ENCR \n/, '');
    const { fact } = judged('', gone + invalid('10:05:00.004') + lost + invalid('10:06:00.500') + later('10:09:00.000'));
    expect(lost).not.toBe(makes);
    expect(fact('delete-lost')?.is).not.toBe('no');
  });

  it('is not known to have let X go where it asks for nothing', () => {
    const { cause } = judged('', gone + invalid('10:05:00.004') + invalid('10:06:00.500') + later('10:09:00.000'));
    expect(cause.id).toBe('delete-lost');
  });
});

describe('a rekey that S refused while R had no debugs', () => {
  const refuses =
    packet('10:57:45.000', 'received', 'a', 'CREATE_CHILD_SA Exchange REQUEST', 3) +
    ike('10:57:45.001', 'Sending no proposal chosen notify') +
    packet('10:57:45.001', 'sent', 'a', 'CREATE_CHILD_SA Exchange RESPONSE', 3);
  const lives = (middle: string) => sa('a', 'created', '10:00:00.000') + middle + sa('a', 'deleted', '11:00:01.000');
  const logged = invalid('16:05:00.000') + later('16:09:00.000');

  it('is why X ended without a successor', () => {
    const { cause, chain } = judged(lives(refuses), logged);
    expect(cause.id).toBe('rekey-refused');
    expect(chain.forgot.how).toBe('deleted-by-lifetime');
  });

  it('is none where S made a successor all the same', () => {
    const made = sa('a', 'created', '10:58:00.000', { spi: SUCCESSOR });
    expect(judged(lives(refuses + made), logged).cause.id).not.toBe('rekey-refused');
  });
});

describe('answers from the address of a router that has no IKE SA', () => {
  const probes = (last: string) =>
    ['10:20:10', '10:20:50', '10:21:30']
      .map((time, tick) => {
        const asks = packet(`${time}.000`, 'sent', 'a', 'INFORMATIONAL Exchange REQUEST', tick + 2);
        return asks + packet(`${time}.018`, 'received', 'a', 'INFORMATIONAL Exchange RESPONSE', tick + 2);
      })
      .join('') + last;
  const without =
    invalid('16:05:00.000') +
    at('16:05:00.001', `ISAKMP: (1003):ignoring request to send delete notify (no ISAKMP sa) src ${BRANCH} dst ${HQ} for SPI 0x${X}`) +
    later('16:06:10.000');

  it('come from another router', () => {
    const { cause } = judged(sa('a', 'created', '10:20:00.000') + probes(''), without);
    expect(cause).toMatchObject({ id: 'misrouted-esp', confidence: 'possible' });
  });

  it('say nothing when the last probe was not answered', () => {
    const unanswered = packet('10:22:10.000', 'sent', 'a', 'INFORMATIONAL Exchange REQUEST', 5);
    expect(judged(sa('a', 'created', '10:20:00.000') + probes(unanswered), without).cause.id).not.toBe('misrouted-esp');
  });

  it('come from another router where its debugs, which are on, show no IKE for longer than S was ever without an answer', () => {
    const on = { 'show_debugging.txt': '\nIKEV2:\n  IKEv2 default debugging is on\n' };
    const silent = invalid('16:05:00.000') + invalid('16:06:00.500') + later('16:06:10.000');
    expect(judged(sa('a', 'created', '10:20:00.000') + probes(''), silent, on).cause.id).toBe('misrouted-esp');
    expect(judged(sa('a', 'created', '10:20:00.000') + probes(''), silent).cause.id).not.toBe('misrouted-esp');
  });
});

describe('a takeover', () => {
  const active = at('10:05:00.000', '%HSRP-5-STATECHANGE: GigabitEthernet0/0 Grp 1 state Standby -> Active');
  const logged = (input: string) => invalid('10:05:00.009').replace('\n', `, input interface=${input}\n`);

  it('is of the tunnel when its ESP is logged on a tunnel interface, which rides on another', () => {
    expect(judged('', active + logged('Tunnel0')).cause.id).toBe('ha-failover');
  });

  it('may be of another group when its ESP came in by another port', () => {
    expect(judged('', active + logged('GigabitEthernet0/2')).cause.id).not.toBe('ha-failover');
  });
});

describe('a data plane that did not follow its IKE to the successor', () => {
  const born = (side: 'a' | 'b', spi: string, time: string) =>
    sa(side, 'created', time, { spi }) + (side === 'a' ? goesOver('a', time, spi) : '');
  const a =
    born('a', X, '10:00:00.000') +
    born('a', SUCCESSOR, '10:59:00.000') +
    packet('10:59:30.009', 'received', 'a', 'INFORMATIONAL Exchange REQUEST', 4) +
    hearsDelete('10:59:30.010', 5);
  const b =
    born('b', X, '10:00:00.000') +
    born('b', SUCCESSOR, '10:59:00.000') +
    sa('b', 'deleted', '10:59:30.000') +
    sendsDelete('10:59:30.000', 5) +
    invalid('10:59:30.004');

  it('may not follow at the end of X either, where the record ends too soon to show', () => {
    const { cause, fact } = judged(a, b + later('10:59:40.000'));
    expect(fact('in-flight')?.is).toBe('unknown');
    expect(cause).toMatchObject({
      id: 'sender-data-plane-stale',
      confidence: 'possible',
      alternatives: expect.arrayContaining(['rekey-reorder']),
    });
  });

  it('did follow where nothing comes for longer than IOS is silent', () => {
    expect(judged(a, b + later('11:02:40.000')).cause.id).toBe('rekey-reorder');
  });
});

describe('one request that R sends again and again, and hears nothing', () => {
  const copies = (count: number) =>
    packet('10:20:00.000', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 5) +
    ['10:20:02', '10:20:04', '10:20:06']
      .slice(0, count)
      .map((time) => ike(`${time}.000`, 'Retransmitting packet') + packet(`${time}.000`, 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 5))
      .join('');
  const gone = (middle: string) =>
    sa('b', 'created', '10:00:00.000') + middle + sa('b', 'deleted', '10:20:08.000') + invalid('10:20:50.000') + later('10:29:00.000');

  it('is given up with S, though the line of the death is not on record (RFC 7296 2.4)', () => {
    expect(judged('', gone(copies(3))).fact('declared-dead')).toMatchObject({ is: 'yes', grade: 'suggested' });
  });

  it('is not given up where R heard S behind the last copy', () => {
    const heard = packet('10:20:06.020', 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', 5);
    expect(judged('', gone(copies(3) + heard)).fact('declared-dead')?.is).not.toBe('yes');
    expect(judged('', gone(copies(1))).fact('declared-dead')?.is).not.toBe('yes');
  });
});
