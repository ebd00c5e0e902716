/** Kinds that reviewers' mixtures left: IKE dropped one way, absence without an end, the SA that the sender lists as current, a listing above the message, a DELETE whose message line is missing. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import type { JudgedIncident, ToldFact } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { at, BRANCH, HQ, hearsDelete, ike, invalid, later, packet, sa, sendsDelete, X } from './two-ended-log.ts';

type Told = JudgedIncident & { fact(id: string): ToldFact | undefined };

/** branch (b) receives with X, hq (a) sends. */
function judged(
  a: string,
  b: string,
  shown: Readonly<Record<string, string>> = {},
  shownOfHq: Readonly<Record<string, string>> = {},
): Told {
  const { incidents, facts } = judge(timelineOf({ a, b }, shown, shownOfHq));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { ...incident, fact: (id) => facts.find(({ fact }) => fact === id) };
}

const made = { a: sa('a', 'created', '10:00:00.020'), b: sa('b', 'created', '10:00:00.000') };
const switched = (time: string, spi = X) =>
  at(time, `IPSEC(update_current_outbound_sa): updated peer ${BRANCH} current outbound sa to SPI ${spi}`);
const asks = (from: 'a' | 'b', time: string, id: number) => packet(time, 'sent', from, 'INFORMATIONAL Exchange REQUEST', id);
const answered = {
  a:
    packet('09:59:00.000', 'sent', 'a', 'INFORMATIONAL Exchange REQUEST', 1) +
    packet('09:59:00.040', 'received', 'a', 'INFORMATIONAL Exchange RESPONSE', 1),
  b:
    packet('09:59:00.020', 'received', 'b', 'INFORMATIONAL Exchange REQUEST', 1) +
    packet('09:59:00.021', 'sent', 'b', 'INFORMATIONAL Exchange RESPONSE', 1),
};

describe('IKE of the sender that does not reach the receiver, while its ESP does', () => {
  /** R asks for a new pair; S makes it, and neither its answer nor its probes arrive. */
  const TIMES = ['10:00:00', '10:00:02', '10:00:06', '10:00:14'];
  const request = (side: 'a' | 'b') =>
    TIMES.map((time) =>
      packet(`${time}.${side === 'b' ? '000' : '020'}`, side === 'b' ? 'sent' : 'received', side, 'CREATE_CHILD_SA Exchange REQUEST', 9),
    ).join('');
  const answers = TIMES.map((time) => packet(`${time}.025`, 'sent', 'a', 'CREATE_CHILD_SA Exchange RESPONSE', 9)).join('');
  const byTime = (log: string) =>
    log
      .split(/(?=^Sep )/m)
      .sort((one, two) => one.slice(0, 24).localeCompare(two.slice(0, 24)))
      .join('');
  const silent = ['10:00:40.000', '10:01:20.000', '10:02:00.000'].map((time, index) => asks('a', time, 2 + index)).join('');
  /** R probes, too, and S hears it: the debug of R is on all the time. */
  const probed = {
    a:
      packet('10:02:40.020', 'received', 'a', 'INFORMATIONAL Exchange REQUEST', 10) +
      packet('10:02:40.021', 'sent', 'a', 'INFORMATIONAL Exchange RESPONSE', 10),
    b: asks('b', '10:02:40.000', 10) + asks('b', '10:02:50.000', 10),
  };
  const a = byTime(answered.a + request('a') + made.a + answers + silent + probed.a) + later('10:05:00.000');
  const b = (logged: readonly string[]) =>
    byTime(answered.b + request('b') + probed.b + logged.map((time) => invalid(time)).join('')) + later('10:05:00.000');

  it('is a blocked IKE, and R, which never had the answer, never had X', () => {
    const told = judged(a, b(['10:00:00.400', '10:01:01.000', '10:02:02.000']));
    expect(told.cause.id).toBe('ike-blocked');
    expect(told.cause.confidence).not.toBe('certain');
    expect(told.chain).toMatchObject({ forgot: { how: 'never-had' }, told: { how: 'not-needed' }, sends: { how: 'still-current' } });
  });

  it('is none where messages of S came in between', () => {
    const came =
      packet('10:00:40.020', 'received', 'b', 'INFORMATIONAL Exchange REQUEST', 2) +
      packet('10:02:00.020', 'received', 'b', 'INFORMATIONAL Exchange REQUEST', 4);
    const told = judged(a, byTime(b(['10:00:00.400', '10:01:01.000', '10:02:02.000']) + came));
    expect(told.fact('ike-blocked')?.is ?? 'unknown').not.toBe('yes');
  });

  it('is none where one answer alone was lost, nor where no ESP came in that time', () => {
    const replies = packet('10:02:40.040', 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', 10);
    const once = byTime(answered.a + request('a') + made.a + answers + probed.a) + later('10:05:00.000');
    for (const told of [judged(once, byTime(b(['10:00:00.400', '10:01:01.000']) + replies)), judged(a, b(['10:04:30.000']))])
      expect(told.fact('ike-blocked')?.is ?? 'unknown').not.toBe('yes');
  });
});

describe('a receiver whose record has neither the making nor the end of X', () => {
  const probes = (times: readonly string[]) =>
    times
      .map(
        (time, id) =>
          packet(`${time}.000`, 'received', 'b', 'INFORMATIONAL Exchange REQUEST', id) +
          packet(`${time}.001`, 'sent', 'b', 'INFORMATIONAL Exchange RESPONSE', id),
      )
      .join('');
  const end = invalid('10:10:00.500') + probes(['10:10:10', '10:10:30']) + invalid('10:11:01.000');

  it('is not likely to have sent no DELETE, whether its probes have a hole or not', () => {
    for (const times of [
      ['10:08:00', '10:08:20', '10:08:40', '10:09:00', '10:09:20', '10:09:40'],
      ['10:08:00', '10:08:20', '10:08:40', '10:09:00'],
    ]) {
      const { told } = judged('', probes(times) + end).chain;
      if (told.how !== 'unknown') expect(told.confidence).toBe('possible');
    }
  });

  it('sent none where its record goes back to the making', () => {
    const told = judged('', probes(['09:59:50']) + made.b + probes(['10:08:00', '10:09:00', '10:09:40']) + end);
    expect(told.fact('delete-left')).toMatchObject({ is: 'no', grade: 'suggested' });
  });
});

describe('the SA that the sender lists as current', () => {
  const listing = (current: string, held = X) => `interface: Tunnel1
   local  ident (addr/mask/prot/port): (10.1.0.0/255.255.0.0/0/0)
   remote ident (addr/mask/prot/port): (10.2.0.0/255.255.0.0/0/0)
   current_peer ${BRANCH} port 500
     current outbound spi: 0x${current}(1)
     outbound esp sas:
      spi: 0x${held}(1)
        sa timing: remaining key lifetime (k/sec): (4607000/200)
        Status: ACTIVE(ACTIVE)
`;
  const over =
    made.a + switched('10:00:00.021') + sa('a', 'created', '10:55:00.000', { spi: 'AABBCC01' }) + switched('10:55:00.001', 'AABBCC01');
  const b =
    made.b + sa('b', 'deleted', '10:55:20.000') + sendsDelete('10:55:20.001', 4) + invalid('10:55:30.000') + invalid('10:56:31.000');

  it('is what it sends with, though it had printed a switch to another', () => {
    const told = judged(over, b, {}, { 'show_crypto_ipsec_sa.txt': listing(X) });
    expect(told.fact('sent-after-given-up')?.is ?? 'unknown').not.toBe('yes');
    expect(told.chain.sends.how).toBe('still-current');
  });

  it('says nothing of what came behind it in the log of a terminal', () => {
    const typed = `${made.a}${switched('10:00:00.021')}hq#show crypto ipsec sa\n${listing(X)}hq#\n`;
    const told = judged(typed + over.slice(made.a.length + switched('10:00:00.021').length), b);
    expect(told.fact('sent-after-given-up')).toMatchObject({ is: 'yes' });
  });

  it('makes it no more than possible that S sends with another that it lists', () => {
    const told = judged('', b, {}, { 'show_crypto_ipsec_sa.txt': listing('AABBCC01') });
    if (told.chain.sends.how === 'still-current') expect(told.chain.sends.confidence).toBe('possible');
  });
});

describe('what a terminal listed', () => {
  const listed = `branch#show crypto ipsec sa
interface: Tunnel1
   current_peer ${HQ} port 500
     inbound esp sas:
      spi: 0x${X}(3076621886)
        Status: ACTIVE(ACTIVE)
branch#
`;
  const end = invalid('10:20:00.000') + invalid('10:21:01.000') + later('10:25:00.000');

  it('above the message was so before it, and is no word of what R holds then', () => {
    expect(judged(made.a, later('10:00:00.000') + listed + end).fact('held-by-receiver')?.is ?? 'unknown').toBe('unknown');
  });

  it('below it, or in a file of its own, R holds still', () => {
    for (const told of [
      judged(made.a, later('10:00:00.000') + end + listed),
      judged(made.a, later('10:00:00.000') + end, { 'show_crypto_ipsec_sa.txt': listed }),
    ])
      expect(told.fact('held-by-receiver')).toMatchObject({ is: 'yes' });
  });
});

describe('a DELETE that S names at once, without the line of its message', () => {
  const b =
    made.b +
    answered.b +
    sa('b', 'deleted', '10:20:00.000') +
    sendsDelete('10:20:00.001', 4) +
    invalid('10:20:00.010') +
    later('10:25:00.000');
  const names = (time: string) => ike(time, `Processing DELETE INFO message for IPsec SA [SPI: 0x${X}]`) + sa('a', 'deleted', time);

  it('is the one that left', () => {
    expect(judged(made.a + answered.a + names('10:20:00.022') + later('10:25:00.000'), b).fact('delete-lost')).toMatchObject({ is: 'no' });
  });

  it('is not where S names it only seconds later, nor where R had sent it again by then', () => {
    const late = judged(made.a + answered.a + names('10:20:04.000') + later('10:25:00.000'), b);
    expect(late.fact('delete-lost')?.is ?? 'unknown').not.toBe('no');
    const again = `${ike('10:20:02.000', 'Retransmitting packet ')}${packet('10:20:02.001', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 4)}`;
    const third = judged(made.a + names('10:20:02.022'), b.replace(later('10:25:00.000'), again) + later('10:25:00.000'));
    expect(third.chain.told.how).not.toBe('in-time');
  });

  it('is heard all the same where the line is there', () => {
    expect(judged(made.a + answered.a + hearsDelete('10:20:00.022', 4) + later('10:25:00.000'), b).fact('delete-lost')).toMatchObject({
      is: 'no',
    });
  });
});
