/** Stamps of whole seconds, and two files within one second, leave an order open that no link may be built upon. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import type { JudgedIncident, ToldFact } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { at, BRANCH, HQ, hearsDelete, ike, invalid, later, packet, sa, sendsDelete } from './two-ended-log.ts';

type Told = JudgedIncident & { fact(id: string): ToldFact | undefined };

/** branch (b) receives with X, hq (a) sends; `shown`: more files of branch. */
function judged(a: string, b: string, shown: Readonly<Record<string, string>> = {}): Told {
  const { incidents, facts } = judge(timelineOf({ a, b }, shown));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { ...incident, fact: (id) => facts.find(({ fact }) => fact === id) };
}

/** As `service timestamps debug datetime` without `msec` prints it. [C] ike.md 2 */
const inSeconds = (log: string) => log.replaceAll(/(\d\d:\d\d:\d\d)\.\d{3}/g, '$1');
const made = { a: sa('a', 'created', '10:00:00.020'), b: sa('b', 'created', '10:00:00.000') };
const again = (time: string, id: number) =>
  ike(time, 'Retransmitting packet ') + packet(time, 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', id);
const probe = {
  a: (time: string, id: number) => packet(time, 'received', 'a', 'INFORMATIONAL Exchange REQUEST', id),
  b: (time: string, id: number) => packet(time, 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', id),
};

describe('a DELETE of which the third copy came, in whole seconds', () => {
  const a = made.a + probe.a('10:10:00.020', 3) + hearsDelete('10:20:05.700', 4) + later('10:25:00.000');
  const b =
    made.b +
    probe.b('10:10:00.000', 3) +
    sa('b', 'deleted', '10:20:00.000') +
    sendsDelete('10:20:00.001', 4) +
    invalid('10:20:00.400') +
    again('10:20:01.900', 4) +
    again('10:20:05.680', 4) +
    later('10:25:00.000');

  it('was not told in time, and what came meanwhile is not said to have been on its way', () => {
    for (const log of [(text: string) => text, inSeconds]) {
      const { chain } = judged(log(a), log(b));
      expect(['lost', 'late', 'unknown']).toContain(chain.told.how);
      expect(chain.sends.how === 'in-flight' ? chain.sends.confidence : 'possible').toBe('possible');
    }
  });

  it('is not said to be lost where one copy alone left, which came', () => {
    const one =
      made.b + probe.b('10:10:00.000', 3) + sa('b', 'deleted', '10:20:00.000') + sendsDelete('10:20:00.001', 4) + invalid('10:20:00.030');
    const heard = made.a + probe.a('10:10:00.020', 3) + hearsDelete('10:20:00.040', 4) + later('10:25:00.000');
    for (const log of [(text: string) => text, inSeconds])
      expect(judged(log(heard), log(one + later('10:25:00.000'))).fact('delete-lost')?.is).not.toBe('yes');
  });
});

/** As `service timestamps debug uptime` prints it: no date, no zone, whole seconds; up since 5:00. [C] ike.md 2 */
const inUptime = (log: string) => {
  const since = (_stamp: string, hours: string, rest: string) => `${String(Number(hours) - 5).padStart(2, '0')}:${rest}: `;
  return log.replaceAll(/^Sep {2}2 2026 (\d\d):(\d\d:\d\d)\.\d{3}: /gm, since);
};

describe('a DELETE that was sent again, at a sender that stamps its uptime', () => {
  const heardAgain = (time: string) => packet(time, 'received', 'a', 'INFORMATIONAL Exchange REQUEST', 4);
  const answers = (time: string) => packet(time, 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', 4);
  const early = made.b + probe.b('10:10:00.000', 3) + sa('b', 'deleted', '10:20:00.000') + sendsDelete('10:20:00.001', 4);
  const b = `${early + invalid('10:20:00.900') + again('10:20:01.900', 4) + again('10:20:05.680', 4) + answers('10:20:05.710')}${later('10:25:00.000')}`;
  const a = (heard: string) => inUptime(made.a + probe.a('10:10:00.020', 3) + heard + later('10:25:00.000'));

  it('was not lost where as many copies came as had left: the answers were', () => {
    const each = a(hearsDelete('10:20:00.020', 4) + heardAgain('10:20:01.920') + heardAgain('10:20:05.700'));
    const { cause, fact } = judged(each, b);
    expect(fact('delete-lost')).toMatchObject({ is: 'no' });
    expect(cause.id).not.toBe('delete-lost');
  });

  it('was lost where one alone came', () => {
    expect(judged(a(hearsDelete('10:20:05.700', 4)), b).fact('delete-lost')).toMatchObject({ is: 'yes' });
  });

  it('ended at its receiver, which let it go first, wherever the loose clock of the sender puts the DELETE', () => {
    const swapped = (log: string) => log.replaceAll(/192[.]0[.]2[.]1|198[.]51[.]100[.]1/g, (address) => (address === HQ ? BRANCH : HQ));
    const renewed = sa('b', 'created', '10:20:00.240', { spi: '0A0B0C0D' });
    const answer = 'INFORMATIONAL Exchange RESPONSE';
    const tied = probe.b('10:10:00.000', 3) + packet('10:10:00.031', 'received', 'b', answer, 3);
    const own = made.b + tied + renewed + sa('b', 'deleted', '10:20:00.300') + sendsDelete('10:20:00.301', 9);
    const answers = packet('10:10:00.016', 'sent', 'a', answer, 3);
    const heard = inUptime(made.a + probe.a('10:10:00.015', 3) + answers + hearsDelete('10:20:00.320', 9) + later('10:25:00.000'));
    const { chain, fact } = judged(swapped(own + invalid('10:20:04.500') + later('10:25:00.000')), swapped(heard));
    expect(chain.forgot.how).toBe('replaced-at-rekey');
    expect(fact('deleted-at-receiver')).toMatchObject({ said: expect.stringMatching(/^hq deleted/) });
  });
});

describe('the deletion and the message in two files of one router', () => {
  const debug = (time: string) => made.b + sendsDelete(time, 4) + sa('b', 'deleted', time);
  const young = (time: string) => sa('b', 'created', time) + sendsDelete(time, 4) + sa('b', 'deleted', time);

  it('have no order within one second of stamps without milliseconds', () => {
    for (const [first, second] of [
      [debug('10:20:00.000'), invalid('10:20:00.500')],
      [invalid('10:20:00.500'), debug('10:20:00.000')],
    ] as const) {
      const told = judged('', inSeconds(first), { 'syslog.txt': inSeconds(second + later('10:25:00.000')) });
      expect(told.cause.confidence).not.toBe('certain');
      for (const link of [told.chain.told, told.chain.sends]) if (link.how !== 'unknown') expect(link.confidence).toBe('possible');
    }
  });

  it('leave open whether a new SA was killed by an early packet', () => {
    const told = judged('', inSeconds(young('10:20:00.000')), { 'syslog.txt': inSeconds(invalid('10:20:00.500') + later('10:20:40.000')) });
    expect([told.cause.id, ...told.cause.alternatives]).toContain('new-sa-killed-by-early-packet');
    expect(told.fact('killed-when-new')?.is ?? 'unknown').not.toBe('no');
  });

  it('have one where the seconds differ, or the router numbers its lines', () => {
    const apart = judged('', inSeconds(debug('10:20:00.000')), {
      'syslog.txt': inSeconds(invalid('10:20:01.500') + later('10:25:00.000')),
    });
    expect(apart.fact('delete-left')).toMatchObject({ is: 'yes' });
    let line = 0;
    const numbered = (text: string) =>
      text.replaceAll(/^(?=Sep )/gm, () => {
        line += 1;
        return `${String(line).padStart(6, '0')}: `;
      });
    const log = numbered(inSeconds(debug('10:20:00.000')));
    const told = judged('', log, { 'syslog.txt': numbered(inSeconds(invalid('10:20:00.500') + later('10:25:00.000'))) });
    expect(told.fact('delete-left')).toMatchObject({ is: 'yes' });
  });
});

describe('a probe of IKEv1 in the second in which X went', () => {
  const isakmp = (time: string, text: string) => at(time, `ISAKMP:(1004):${text}`);
  const acknowledges = (time: string) =>
    at(time, `ISAKMP (1004): received packet from ${HQ} dport 500 sport 500 Global (R) QM_IDLE`) +
    isakmp(time, 'set new node 56070 to QM_IDLE') +
    isakmp(time, `DPD/R_U_THERE received from peer ${HQ}, sequence 0x6DD`) +
    isakmp(time, 'set new node 56077 to QM_IDLE') +
    isakmp(time, 'Sending NOTIFY DPD/R_U_THERE_ACK protocol 1\n         spi 140281553, message ID = 56077') +
    isakmp(time, 'seq. no 0x6DD') +
    isakmp(time, `sending packet to ${HQ} my_port 500 peer_port 500 (R) QM_IDLE`) +
    isakmp(time, 'purging node 56077');
  const tells = (time: string) =>
    isakmp(time, 'set new node 90011223 to QM_IDLE') +
    isakmp(time, `sending packet to ${HQ} my_port 500 peer_port 500 (R) QM_IDLE`) +
    isakmp(time, 'Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL');
  const end = invalid('11:00:00.600') + invalid('11:01:01.800');

  it('is no DELETE, before the deletion or behind it', () => {
    for (const order of [
      acknowledges('11:00:00.010') + sa('b', 'deleted', '11:00:00.020'),
      sa('b', 'deleted', '11:00:00.010') + acknowledges('11:00:00.020'),
    ])
      for (const log of [(text: string) => text, inSeconds])
        expect(judged(made.a, log(made.b + order + end)).fact('delete-left')?.is ?? 'unknown').not.toBe('yes');
  });

  it('hides no DELETE that left beside it', () => {
    const b = made.b + acknowledges('11:00:00.010') + sa('b', 'deleted', '11:00:00.020') + tells('11:00:00.021') + end;
    for (const log of [b, inSeconds(b)]) expect(judged(made.a, log).fact('delete-left')).toMatchObject({ is: 'yes' });
  });
});

describe('a DELETE that came within the second of the message', () => {
  const typed = at('10:20:00.050', '%PARSER-5-CFGLOG_LOGGEDCMD: User:noc  logged command:!exec: clear crypto sa');
  const a = made.a + probe.a('10:10:00.020', 3) + hearsDelete('10:20:00.130', 4) + later('10:25:00.000');
  const b =
    made.b +
    probe.b('10:10:00.000', 3) +
    typed +
    sa('b', 'deleted', '10:20:00.100') +
    sendsDelete('10:20:00.101', 4) +
    invalid('10:20:00.110') +
    later('10:25:00.000');

  it('was told in time, so that its hearer is not said to have held the SA still', () => {
    for (const log of [(text: string) => text, inSeconds]) {
      const { told, sends } = judged(log(a), log(b)).chain;
      expect([told.how, sends.how]).not.toEqual(['in-time', 'still-current']);
    }
  });
});
