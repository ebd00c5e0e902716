/** Behind a NAT the peer may come under another outer address: that is no exemption that is missing, and no move of the peer. */
import { describe, expect, it } from 'vitest';
import { parseTunnel } from '../../src/bundle/tunnel.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
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
