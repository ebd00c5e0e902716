/** Behind a NAT the peer may come under another outer address: that is no exemption that is missing, and no move of the peer. */
import { describe, expect, it } from 'vitest';
import { parseTunnel } from '../../src/bundle/tunnel.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { at, BRANCH, HQ, invalid, later, sa } from './two-ended-log.ts';

const OUTER = '192.0.2.77';
const INNER = '10.99.0.2';
const heard = (port: number) =>
  at('10:19:30.000', `ISAKMP (1001): received packet from ${HQ} dport ${port} sport ${port} Global (R) QM_IDLE      `);
const unplaced = (source: string) =>
  at('10:20:15.000', `%CRYPTO-4-IKMP_NO_SA: IKE message from ${source} has no SA and is not an initialization offer`);

/** hq sends, and branch receives with the SA that both made. */
function judgedBy(source: string, { port = 4500, refused = true, a = `{name: hq, address: ${HQ}}` } = {}): Verdict {
  const { tunnel } = parseTunnel(`a: ${a}\nb: {name: branch, address: ${BRANCH}}`, 'tunnel.yaml');
  if (tunnel === undefined) throw new Error('the tunnel cannot be read');
  const log =
    sa('b', 'created', '10:00:00.000') +
    heard(port) +
    sa('b', 'deleted', '10:20:00.000') +
    invalid('10:20:00.400', source) +
    (refused ? unplaced(source) : '') +
    invalid('10:21:01.000', source) +
    later('10:39:00.000');
  const fileOf = (text: string) => [{ name: 'show_logging.txt', text, bytes: text.length }];
  return judge(
    buildTimeline({
      tunnel,
      sides: { a: fileOf(sa('a', 'created', '10:00:00.010') + later('10:39:00.000')), b: fileOf(log) },
      missing: [],
    }),
  );
}

const factIn = ({ facts }: Verdict, id: string) => facts.find(({ fact }) => fact === id);

describe('ESP and IKE that come from another address than before', () => {
  it('come through a NAT that gave another outer address, where the peer was behind one all along', () => {
    const verdict = judgedBy(OUTER);
    expect(verdict.incidents[0]?.cause).toMatchObject({ id: 'nat-rebinding', confidence: 'likely' });
    expect(factIn(verdict, 'translated-sender')).toMatchObject({ is: 'no' });
    expect(factIn(verdict, 'sender-rebound')?.said).toBe(
      `branch knew hq through a NAT as ${HQ}, and 0xB761863E comes from ${OUTER}; it is bound to the old address`,
    );
  });

  it('are a hint of that, and no more, where no IKE came from there', () => {
    expect(factIn(judgedBy(OUTER, { refused: false }), 'sender-rebound')).toMatchObject({ is: 'yes', grade: 'hinted' });
  });

  it('come by a translation that should not be, where there was no NAT', () => {
    expect(judgedBy(OUTER, { port: 500 }).incidents[0]?.cause).toMatchObject({ id: 'nat-exemption', confidence: 'likely' });
  });

  it('and from an address behind the NAT, lack the translation that they had', () => {
    const verdict = judgedBy(INNER, { a: `{name: hq, address: ${INNER}, natAddress: ${HQ}}` });
    expect(verdict.incidents[0]?.cause).toMatchObject({ id: 'nat-exemption', confidence: 'likely' });
    expect(factIn(judgedBy('10.99.0.7'), 'sender-rebound')).not.toMatchObject({ is: 'yes' });
  });
});

/** branch hears ports of hq's outer address, each as [time, port, connection]. */
function reboundBy(heardFrom: readonly (readonly [string, number, number])[]) {
  const received = ([time, port, id]: readonly [string, number, number]) =>
    at(time, `ISAKMP (${id}): received packet from ${HQ} dport 4500 sport ${port} Global (R) QM_IDLE      `);
  const until = (limit: string) => heardFrom.filter(([time]) => time < limit).map(received);
  const since = (limit: string) => heardFrom.filter(([time]) => time >= limit).map(received);
  const b = [
    sa('b', 'created', '10:00:00.000'),
    ...until('10:20:00.400'),
    invalid('10:20:00.400'),
    ...since('10:20:00.400'),
    invalid('10:21:01.000'),
    later('10:39:00.000'),
  ];
  const verdict = judge(timelineOf({ a: sa('a', 'created', '10:00:00.010') + later('10:39:00.000'), b: b.join('') }));
  return { rebound: factIn(verdict, 'sender-rebound'), cause: verdict.incidents[0]?.cause.id };
}

describe('ports of one outer address', () => {
  it('that come in turn, each with its own IKE SA, are of several boxes: none has moved', () => {
    const { rebound, cause } = reboundBy([
      ['10:01:00.000', 4786, 1001],
      ['10:02:00.000', 4801, 1008],
      ['10:19:00.000', 4786, 1001],
      ['10:19:30.000', 4801, 1008],
    ]);
    expect(rebound).toMatchObject({ is: 'no', grade: 'suggested' });
    expect(cause).not.toBe('nat-rebinding');
  });

  it('that come in turn with one IKE SA leave it open', () => {
    const { rebound } = reboundBy([
      ['10:01:00.000', 4786, 1001],
      ['10:19:00.000', 4801, 1001],
      ['10:20:30.000', 4786, 1001],
    ]);
    expect(rebound).toMatchObject({ is: 'unknown' });
  });

  it('of which one IKE SA went over to the next were changed by the NAT, though a later IKE SA comes by the first', () => {
    const { rebound, cause } = reboundBy([
      ['10:01:00.000', 4500, 1001],
      ['10:19:00.000', 4500, 1001],
      ['10:19:59.000', 40211, 1001],
      ['10:24:00.000', 4500, 1003],
      ['10:28:00.000', 4500, 1003],
    ]);
    expect(rebound).toMatchObject({
      is: 'yes',
      grade: 'suggested',
      said: expect.stringContaining('port 4500 and now comes from 192.0.2.1 port 40211'),
    });
    expect(cause).toBe('nat-rebinding');
  });

  it.each([
    [1001, 'suggested', []],
    // A new IKE SA may be that of another box, of which the sender's record, which is not here, would tell.
    [1002, 'hinted', []],
    [
      1001,
      'suggested',
      [
        ['10:03:00.000', 31022, 1008],
        ['10:19:50.000', 31022, 1008],
      ] as const,
    ],
  ])(
    'of which one fell silent for the next were changed by the NAT, whatever else it carries (connection %d, %s)',
    (id, grade, neighbour) => {
      const own = [
        ['10:01:00.000', 4786, 1001],
        ['10:18:00.000', 4786, 1001],
        ['10:19:55.000', 40811, id],
      ] as const;
      const all = [...own, ...neighbour].sort(([one], [two]) => one.localeCompare(two));
      expect(reboundBy(all).rebound).toMatchObject({ is: 'yes', grade });
    },
  );
});
