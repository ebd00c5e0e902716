/** Which DELETE told the sender: the one that went with the SA, one that was sent again, or the answer to the message. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { acknowledged, at, BRANCH, HQ, hearsDelete, ike, invalid, later, packet, sa, sendsDelete, X } from './two-ended-log.ts';

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
    sendsDelete('10:20:00.001', 5) +
    invalid('10:20:00.010') +
    sendsDelete('10:20:00.012', 6) +
    acknowledged('10:20:00.032', 6) +
    later('10:29:00.000');

  it('are not one: the first was lost, and S was told late', () => {
    const { chain, fact } = judged(held + hearsDelete('10:20:00.022', 6) + later('10:29:00.000'), b);
    expect(fact('delete-lost')).toMatchObject({ is: 'yes' });
    expect(chain.told.how).toBe('late');
  });

  it('leave it open from the record of R alone, though one was acknowledged at once: at the latest S was told behind the message', () => {
    const { chain, fact } = judged('', b);
    expect(fact('delete-lost')?.is).toBe('unknown');
    expect(chain.told).toMatchObject({ how: 'late', confidence: 'possible' });
  });

  it('were heard behind the message where the first had to be sent again: S was told late, and not left in the dark', () => {
    const again = ike('10:20:02.001', 'Retransmitting packet ') + packet('10:20:02.001', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 5);
    const late =
      born +
      sa('b', 'deleted', '10:20:00.000') +
      sendsDelete('10:20:00.001', 5) +
      invalid('10:20:00.710') +
      sendsDelete('10:20:00.712', 6) +
      acknowledged('10:20:00.732', 6) +
      again +
      acknowledged('10:20:02.021', 5) +
      later('10:29:00.000');
    const { cause, chain } = judged('', late);
    expect([cause.id, chain.told.how]).toEqual(['delete-lost', 'late']);
  });

  it('tell nothing of S where neither is acknowledged and S asks for nothing', () => {
    expect(judged('', b.replace(acknowledged('10:20:00.032', 6), '')).chain.told.how).toBe('unknown');
  });
});

/** In one IKE SA the ids of an end's requests rise. [C RFC 7296 2.2] */
describe('two DELETEs at S, of an R whose debugs were off', () => {
  const told = (...heard: string[]) =>
    judged(held + heard.join('') + later('10:29:00.000'), invalid('10:20:00.010') + later('10:29:30.000'));

  it('came in the order in which they left: the first was in time, as far as the ids tell', () => {
    const { chain, fact } = told(hearsDelete('10:20:00.022', 5), hearsDelete('10:20:00.025', 6));
    expect(fact('delete-lost')?.is).toBe('unknown');
    expect(chain.told).toMatchObject({ how: 'in-time', confidence: 'possible' });
  });

  it('came in the other order, seconds apart: the first was lost, and sent again', () => {
    const { chain, fact, cause } = told(hearsDelete('10:20:00.022', 6), hearsDelete('10:20:02.019', 5));
    expect(fact('delete-lost')).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(chain.told.how).toBe('late');
    expect(cause).toMatchObject({ id: 'delete-lost', confidence: 'possible' });
  });

  it.each([
    ['are two copies of one, of which either answer may be lost', hearsDelete('10:20:00.022', 5) + hearsDelete('10:20:02.019', 5)],
    ['overtook each other on the way', hearsDelete('10:20:00.022', 6) + hearsDelete('10:20:00.024', 5)],
  ])('tell nothing where they %s', (_what, heard) => {
    const { chain, fact } = told(heard);
    expect(fact('delete-lost')?.is).toBe('unknown');
    expect(chain.told.how).toBe('unknown');
  });
});

describe('a DELETE that R had to send again', () => {
  const gone = born + sa('b', 'deleted', '10:20:00.000') + sendsDelete('10:20:00.001', 5) + invalid('10:20:00.010');
  const again =
    ike('10:20:02.001', 'Retransmitting packet') +
    packet('10:20:02.001', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 5) +
    acknowledged('10:20:02.021', 5);
  const asks = (time: string) => packet(time, 'received', 'b', 'CREATE_CHILD_SA Exchange REQUEST', 9);

  it('was lost at first when S asks for a new SA only after the second copy', () => {
    const { fact } = judged('', gone + again + asks('10:20:02.900') + later('10:29:00.000'));
    expect(fact('delete-lost')).toMatchObject({ is: 'yes', grade: 'suggested' });
  });

  it('had arrived when S asks for one before that: the answer was lost', () => {
    const { fact } = judged('', gone + asks('10:20:00.900') + again + later('10:29:00.000'));
    expect(fact('delete-lost')).toMatchObject({ is: 'no', grade: 'suggested' });
  });

  it('was lost at first, too, when S asks behind a copy of which the answer was lost', () => {
    const unanswered = again.replace(acknowledged('10:20:02.021', 5), '');
    const { fact } = judged(
      '',
      gone + unanswered + asks('10:20:02.900') + again.replaceAll('10:20:02.', '10:20:06.') + later('10:29:00.000'),
    );
    expect(fact('delete-lost')).toMatchObject({ is: 'yes', grade: 'suggested' });
  });

  it('says neither when S asks for nothing', () => {
    const { fact, cause } = judged('', gone + again + later('10:29:00.000'));
    expect(fact('delete-lost')?.is).toBe('unknown');
    expect(cause.confidence).toBe('possible');
  });
});

describe('a DELETE that S hears two seconds after it left', () => {
  const asked = (side: 'a' | 'b') => {
    const [times, ways] =
      side === 'b'
        ? [['10:19:58.000', '10:19:58.020'], ['sent', 'received'] as const]
        : [['10:19:58.009', '10:19:58.011'], ['received', 'sent'] as const];
    return (
      packet(times[0] ?? '', ways[0], side, 'INFORMATIONAL Exchange REQUEST', 4) +
      packet(times[1] ?? '', ways[1], side, 'INFORMATIONAL Exchange RESPONSE', 4)
    );
  };
  const gone = born + asked('b') + sa('b', 'deleted', '10:20:00.000') + sendsDelete('10:20:00.001', 5) + invalid('10:20:00.050');
  const heard = held + asked('a') + hearsDelete('10:20:02.010', 5) + later('10:29:00.000');

  it.each([
    ['ends with the message', gone],
    ['goes on, and is not known to be whole', gone + later('10:29:00.000')],
  ])('was sent again where the record of R %s', (_what, b) => {
    const { fact, chain, cause } = judged(heard, b);
    expect(fact('delete-lost')).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(chain.told.how).toBe('late');
    expect(cause).toMatchObject({ id: 'delete-lost', confidence: 'likely' });
  });

  it('is the first that left where S hears it at once', () => {
    const { fact } = judged(held + asked('a') + hearsDelete('10:20:00.010', 5) + later('10:29:00.000'), gone);
    expect(fact('delete-lost')?.is).toBe('no');
  });
});

describe('a record of R without any DELETE', () => {
  const probes = ['10:19:00', '10:19:40', '10:20:20']
    .map(
      (time, tick) =>
        packet(`${time}.000`, 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', tick + 1) + acknowledged(`${time}.018`, tick + 1),
    )
    .join('');
  const [before, behind] = [probes.slice(0, probes.indexOf('Sep  2 2026 10:20:20')), probes.slice(probes.indexOf('Sep  2 2026 10:20:20'))];
  const b = born + before + sa('b', 'deleted', '10:20:00.000') + invalid('10:20:00.400') + behind + later('10:29:00.000');
  const asked = packet('10:19:00.009', 'received', 'a', 'INFORMATIONAL Exchange REQUEST', 1);

  it('lacks lines where S heard one: S was told late, behind the message', () => {
    const { chain, fact } = judged(held + asked + hearsDelete('10:20:01.010', 0) + later('10:29:00.000'), b);
    expect(fact('delete-left')?.is).toBe('unknown');
    expect(chain.told.how).toBe('late');
  });

  it('lacks the first copy where S heard one seconds behind the message, and not minutes (RFC 7296 2.1)', () => {
    const heardAt = (time: string) => judged(held + asked + hearsDelete(time, 0) + later('10:29:00.000'), b);
    expect(heardAt('10:20:02.410').fact('delete-lost')).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(heardAt('10:20:01.010').fact('delete-lost')?.is).not.toBe('yes');
    expect(heardAt('10:22:30.000').fact('delete-lost')?.is).not.toBe('yes');
  });

  it('shows that none was sent where S heard none either', () => {
    const { chain } = judged(held + asked + later('10:29:00.000'), b);
    expect(chain.told.how).toBe('not-sent');
  });

  it('shows no end of X, and says nothing of it, where S heard that X was gone', () => {
    const { fact } = judged(
      held + asked + hearsDelete('10:20:01.010', 0) + later('10:29:00.000'),
      b.replace(sa('b', 'deleted', '10:20:00.000'), ''),
    );
    expect(fact('deleted-at-receiver')?.is).toBe('unknown');
  });
});

/** `debug crypto isakmp` alone, which names no SPI where a DELETE leaves. [C] ike.md 3.3 */
describe('a DELETE of IKEv1 that names no SA', () => {
  const isakmp = (time: string, body: string) => at(time, `ISAKMP:(1004):${body}`);
  const made = (time: string, spi: string) => isakmp(time, `Successfully installed IPSEC SA (SPI:0x${spi}) on Tunnel0`);
  const sends = (time: string, id: number) =>
    isakmp(time, `set new node ${id} to QM_IDLE`) +
    isakmp(time, `sending packet to ${HQ} my_port 500 peer_port 500 (R) QM_IDLE`) +
    isakmp(time, `purging node ${id}`) +
    isakmp(time, 'Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL');
  const hears = (time: string, id: number, spi: string) =>
    at(time, `ISAKMP (1004): received packet from ${BRANCH} dport 500 sport 500 Global (I) QM_IDLE`) +
    isakmp(time, `processing DELETE payload. message ID = ${id}`) +
    isakmp(time, `Enqueued KEY_MGR_DELETE_SAS for IPSEC SA (SPI:0x${spi})`);
  const OLD = '0A0B0C0D';
  const retired = sends('10:10:30.000', 700);
  const b =
    made('09:10:00.000', OLD) +
    made('10:10:00.000', X) +
    retired +
    sends('10:20:00.000', 701) +
    invalid('10:20:09.000') +
    sends('10:20:09.002', 702);
  const answered = hears('10:20:09.020', 702, X) + later('10:29:00.000');

  it("is that of X, and was lost, where S names the older SA's and the answer to the message", () => {
    const { fact } = judged(hears('10:10:30.018', 700, OLD) + answered, b + later('10:29:00.000'));
    expect(fact('delete-lost')).toMatchObject({ is: 'yes' });
  });

  it('may be that of an older SA of whose end nothing is on record', () => {
    const { fact } = judged(answered, b.replace(retired, '') + later('10:29:00.000'));
    expect(fact('delete-lost')?.is).not.toBe('yes');
  });
});

describe('a packet right behind a deletion of which S heard', () => {
  const asked = packet('10:19:58.009', 'received', 'a', 'INFORMATIONAL Exchange REQUEST', 4);
  const a = held + asked + hearsDelete('10:20:00.010', 5) + sa('a', 'created', '10:20:00.900', { spi: '0A0B0C0D' });
  const b =
    born +
    packet('10:19:58.000', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 4) +
    acknowledged('10:19:58.018', 4) +
    sa('b', 'deleted', '10:20:00.000') +
    sendsDelete('10:20:00.001', 5) +
    invalid('10:20:00.009') +
    acknowledged('10:20:00.028', 5) +
    sa('b', 'created', '10:20:00.890', { spi: '0A0B0C0D' });

  it('was on its way where R logs no other for minutes', () => {
    const { cause } = judged(a + later('10:29:00.000'), b + later('10:29:00.000'));
    expect(cause.id).toBe('rekey-reorder');
    expect(cause.confidence).not.toBe('possible');
  });

  it('is the first of a data plane that goes on, or was on its way, where the log ends within the minute (seed.md 4)', () => {
    const { cause } = judged(a + later('10:20:10.000'), b + later('10:20:12.000'));
    expect(cause).toMatchObject({ id: 'rekey-reorder', confidence: 'possible' });
    expect(cause.alternatives).toContain('sender-data-plane-stale');
  });
});

describe('a packet right behind the deletion', () => {
  it('is no likely reorder where no DELETE is on record', () => {
    const b = born + sa('b', 'deleted', '10:20:00.000') + invalid('10:20:00.020') + later('10:29:00.000');
    expect(judged('', b).cause.confidence).toBe('possible');
  });

  it('of an SA that ran out is a mismatch of lifetimes, though S was told in time', () => {
    const short = sa('b', 'created', '10:00:00.000', { seconds: 900 }) + sa('b', 'deleted', '10:15:00.000', { seconds: 900 });
    const b = short + sendsDelete('10:15:00.001', 5) + invalid('10:15:00.012') + acknowledged('10:15:00.040', 5) + later('10:29:00.000');
    const { cause, chain } = judged(held + hearsDelete('10:15:00.020', 5) + later('10:29:00.000'), b);
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
      sendsDelete('10:00:00.062', 5) +
      other(sa('b', 'deleted', '10:05:00.000')) +
      later('10:09:00.000');
    const { fact } = judged(held + hearsDelete('10:00:00.070', 5), b);
    expect(fact('killed-when-new')?.is).not.toBe('yes');
  });
});
