/** Kinds of fault around the end of an IKE SA: what goes with it, what is handed over, what an initial contact says; and what took X's place. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import type { JudgedIncident, ToldFact } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { acknowledged, at, BRANCH, HQ, hearsDelete, ike, invalid, later, packet, sa, sendsDelete } from './two-ended-log.ts';

/** branch (b) receives with X, hq (a) sends. */
function judged(a: string, b: string): JudgedIncident & { fact(id: string): ToldFact | undefined } {
  const { incidents, facts } = judge(timelineOf({ a, b }));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { ...incident, fact: (id) => facts.find(({ fact }) => fact === id) };
}

const [REQUEST, RESPONSE] = ['INFORMATIONAL Exchange REQUEST', 'INFORMATIONAL Exchange RESPONSE'];
const IKE_SA = 'DELETE INFO message for IKEv2 SA [ISPI: 0xC571EF343834DF4F RSPI: 0xBB515F3AD24E6123]';
const probe = (time: string, id: number) =>
  packet(`${time}.000`, 'sent', 'b', REQUEST, id) + packet(`${time}.030`, 'received', 'b', RESPONSE, id);
const probed = (time: string, id: number) =>
  packet(`${time}.015`, 'received', 'a', REQUEST, id) + packet(`${time}.016`, 'sent', 'a', RESPONSE, id);
const dropped = invalid('10:20:00.400') + invalid('10:21:01.000') + invalid('10:22:02.000');

describe('an SA whose making lies before the record', () => {
  const successor = { spi: '7700AA01' };
  const begins = probe('10:19:00', 1);
  const ends =
    sendsDelete('10:20:00.000', 2) + sa('b', 'deleted', '10:20:00.001') + invalid('10:20:00.010') + acknowledged('10:20:00.030', 2);
  const ofHq = probed('10:19:00', 1) + hearsDelete('10:20:00.015', 2) + packet('10:20:00.016', 'sent', 'a', RESPONSE, 2);
  const forgot = (before: string): string => judged(ofHq, begins + before + ends + later('10:24:00.000')).chain.forgot.how;

  it.each(['10:19:59.800', '10:19:30.000', '10:18:30.000'])('was replaced by what was made for the same traffic at %s', (time) => {
    expect(forgot(sa('b', 'created', time, successor))).toBe('replaced-at-rekey');
  });

  it.each([
    ['was made long before', sa('b', 'created', '10:15:00.000', successor)],
    ['protects another traffic', sa('b', 'created', '10:19:59.800', successor).replaceAll('10.1.0.0', '10.77.0.0')],
    ['is of another peer', sa('b', 'created', '10:19:59.800', successor).replaceAll(HQ, '203.0.113.5')],
    ['prints not what it protects', `${sa('b', 'created', '10:19:59.800', successor).split('  (identity)')[0]}`],
  ])('was not replaced by one that %s', (_how, line) => {
    expect(forgot(line)).not.toBe('replaced-at-rekey');
  });

  it('was replaced by nothing that is known where lines between are lost', () => {
    const numbered = (first: number, text: string) => {
      let number = first;
      return text.replaceAll(/^(?=Sep )/gm, () => `${String(number++).padStart(6, '0')}: `);
    };
    const b = numbered(100, begins + sa('b', 'created', '10:19:30.000', successor)) + numbered(400, ends + later('10:24:00.000'));
    expect(judged(ofHq, b).chain.forgot.how).not.toBe('replaced-at-rekey');
  });
});

describe('an SA that goes with its IKE SA', () => {
  const gone =
    ike('10:20:00.000', `Sending ${IKE_SA}`) + packet('10:20:00.001', 'sent', 'b', REQUEST, 2) + sa('b', 'deleted', '10:20:00.003');
  const again = ['10:20:01.900', '10:20:05.700', '10:20:13.500'].map(
    (time) => ike(time, 'Retransmitting packet ') + packet(time, 'sent', 'b', REQUEST, 2),
  );
  const made = { a: sa('a', 'created', '10:00:00.020'), b: sa('b', 'created', '10:00:00.000') };

  it('was told by the DELETE of that, though delete_sa is printed: unanswered, it was lost', () => {
    const asks = (time: string, id: number) => packet(time, 'sent', 'a', REQUEST, id);
    const told = judged(
      probed('10:19:00', 1) + asks('10:20:30.000', 7) + asks('10:21:30.000', 8) + later('10:23:00.000'),
      probe('10:19:00', 1) + gone + dropped + again.join('') + later('10:23:00.000'),
    );
    expect(told.chain).toMatchObject({ forgot: { how: 'deleted-with-ike-sa' }, told: { how: 'lost' }, sends: { how: 'still-current' } });
    expect(told.cause.id).toBe('delete-lost');
  });

  it.each(['with its packet', 'by that sentence alone'])('was told where the sender processed that DELETE, %s', (how) => {
    const heard = how === 'with its packet' ? packet('10:20:00.015', 'received', 'a', REQUEST, 2) : '';
    const told = judged(
      probed('10:19:00', 1) + heard + ike('10:20:00.016', `Processing ${IKE_SA}`) + later('10:23:00.000'),
      probe('10:19:00', 1) + gone + dropped + later('10:23:00.000'),
    );
    expect(['lost', 'not-sent']).not.toContain(told.chain.told.how);
    expect(told.cause.id).not.toBe('delete-lost');
  });

  it.each(['branch', 'hq'])('is another one than that which was handed over when %s rekeyed the IKE SA', (who) => {
    const names = (text: string) => text.replace(' ENCR', ' SA N KE');
    const [ask, answer] = ['CREATE_CHILD_SA Exchange REQUEST', 'CREATE_CHILD_SA Exchange RESPONSE'];
    const [own, far] = who === 'branch' ? (['b', 'a'] as const) : (['a', 'b'] as const);
    const ofOwn =
      packet('10:10:00.000', 'sent', own, ask, 1) +
      names(packet('10:10:00.030', 'received', own, answer, 1)) +
      ike('10:10:00.050', `Sending ${IKE_SA}`) +
      packet('10:10:00.051', 'sent', own, REQUEST, 2) +
      packet('10:10:00.080', 'received', own, RESPONSE, 2);
    const ofFar =
      names(packet('10:10:00.015', 'received', far, ask, 1)) +
      packet('10:10:00.016', 'sent', far, answer, 1) +
      packet('10:10:00.065', 'received', far, REQUEST, 2) +
      ike('10:10:00.066', `Processing ${IKE_SA}`) +
      packet('10:10:00.067', 'sent', far, RESPONSE, 2);
    const told = judged(
      made.a + (own === 'a' ? ofOwn : ofFar) + probed('10:19:00', 5) + probed('10:23:00', 6),
      made.b +
        (own === 'b' ? ofOwn : ofFar) +
        probe('10:19:00', 5) +
        at('10:20:00.000', 'IPSEC(lifetime_expiry): SA kilobyte lifetime expired') +
        sa('b', 'deleted', '10:20:00.001') +
        dropped +
        probe('10:23:00', 6),
    );
    expect(told.chain).toMatchObject({ forgot: { how: 'deleted-by-volume' }, told: { how: 'not-sent' }, sends: { how: 'still-current' } });
  });
});

describe('an initial contact', () => {
  const isakmp = (time: string, text: string) => at(time, `ISAKMP: (1004):${text}`);
  const contact = `${isakmp('10:20:00.000', 'processing NOTIFY INITIAL_CONTACT protocol 1')}${isakmp('10:20:00.001', 'Process initial contact,')}bring down existing phase 1 and 2 SA's with local ${BRANCH} remote ${HQ} remote port 500\n`;
  const b = sa('b', 'created', '10:00:00.000') + contact + sa('b', 'deleted', '10:20:00.003') + dropped;

  it('of IKEv1 takes down what the receiver has, and the sender may keep its own child SAs', () => {
    const told = judged(sa('a', 'created', '10:00:00.020') + isakmp('10:19:59.900', 'Send initial contact') + later('10:23:00.000'), b);
    expect(told.chain.forgot.how).toBe('deleted-by-initial-contact');
    expect(told.cause).not.toMatchObject({ id: 'sender-data-plane-stale', confidence: 'likely' });
  });
});

describe('two SAs for one traffic, made within a moment', () => {
  it.each([
    ['10:18:30.023', false],
    ['10:18:31.800', false],
    ['10:18:59.000', true],
  ])('with the other made at %s, and the debug of IKE off, X was replaced by it: %s', (time, isReplaced) => {
    const b =
      sa('b', 'created', '10:18:30.000') + sa('b', 'created', time, { spi: '7700AA01' }) + sa('b', 'deleted', '10:19:00.500') + dropped;
    expect(judged('', b).chain.forgot.how === 'replaced-at-rekey').toBe(isReplaced);
  });
});

describe('a rekey that the receiver itself refuses', () => {
  it.each(['CREATE_CHILD_SA', 'IKE_AUTH'])('is no half-open exchange of its own, as it was asked (%s)', (exchange) => {
    const b = ['10:19:00', '10:19:30'].map(
      (time, turn) =>
        packet(`${time}.000`, 'received', 'b', `${exchange} Exchange REQUEST`, 5 + turn) +
        at(`${time}.002`, 'IKEv2-ERROR:(SESSION ID = 7,SA ID = 2):: Failed to find a matching policy') +
        packet(`${time}.003`, 'sent', 'b', `${exchange} Exchange RESPONSE`, 5 + turn),
    );
    expect(judged('', b.join('') + dropped).fact('refused-by-receiver')?.is).not.toBe('yes');
  });
});
