/** The lines of a chain: whatever a story says in a sentence of its own it shows, with a cause and without one. */
import { describe, expect, it } from 'vitest';
import type { Citation } from '../../src/ipsec/citation.ts';
import { sayChain } from '../../src/report/chain-words.ts';
import { firstOf } from '../../src/report/story.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { timelineOf } from '../verdict/bundle-of.ts';
import { at, HQ, invalid, later, packet, sa, sendsDelete } from '../verdict/two-ended-log.ts';

const keyOf = ({ side, file, line }: Citation) => `${side}/${file}:${line}`;

/** The links that say something, and show none of their lines. */
function unseen({ incidents }: Verdict): string[] {
  return incidents.flatMap(({ cause, chain }) => {
    const seen = new Set(cause.evidence.map(keyOf));
    return Object.entries(chain).flatMap(([link, { evidence }]) =>
      evidence.length > 0 && !evidence.some((each: Citation) => seen.has(keyOf(each))) ? [link] : [],
    );
  });
}

const made = sa('b', 'created', '10:00:00.000');
const idle = at('10:19:59.990', `IPSEC(idle_timeout): idle timer expired for peer ${HQ}, deleting SAs`);
const deleted = sa('b', 'deleted', '10:20:00.000');
const cleared = at('10:19:59.990', '%PARSER-5-CFGLOG_LOGGEDCMD: User:ops  logged command:clear crypto sa');
const probes = packet('10:10:00.000', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 1);

describe('every sentence of the chain has lines', () => {
  it.each([
    ['deleted without a reason', made + deleted],
    ['deleted, and a DELETE left', made + probes + deleted + sendsDelete('10:20:00.010', 5)],
    ['idle', made + idle + deleted],
    ['cleared, and a DELETE left', made + cleared + deleted + sendsDelete('10:20:00.010', 5)],
    [
      'unsendable',
      made +
        deleted +
        at(
          '10:20:00.010',
          `ISAKMP-ERROR: (0):ignoring request to send delete notify (no ISAKMP sa) src 198.51.100.1 dst ${HQ} for SPI 0xB761863E`,
        ),
    ],
  ])('%s', (_name, before) => {
    const b = before + invalid('10:21:00.400') + invalid('10:22:01.400') + later('10:39:00.000');
    const a = sa('a', 'created', '10:00:00.010') + later('10:39:00.000');
    for (const story of [
      { a, b },
      { a: '', b },
    ])
      expect(unseen(judge(timelineOf(story)))).toEqual([]);
  });
});

const line = (number: number, text = `line ${number}`): Citation => ({ side: 'a', file: 'log.txt', line: number, text });

it('keeps the message and what a sentence rests on, however few lines there is room for', () => {
  const all = [1, 2, 3, 4, 5].map((number) => line(number)).concat(line(6, '%CRYPTO-4-RECVD_PKT_INV_SPI: decaps'));
  expect(firstOf(all, 3, [line(4)]).map((each) => each.line)).toEqual([1, 4, 6]);
  expect(firstOf(all, 3).map((each) => each.line)).toEqual([1, 2, 6]);
});

describe('of an SPI that no record knows', () => {
  const other = (what: 'created' | 'deleted', time: string) => sa('b', what, time, { spi: '3B11D0A7' });
  it.each(['10:21:00.400', '10:25:00.000'])('nobody says that there was nothing to tell, at %s', (time) => {
    const b = other('created', '10:00:00.000') + other('deleted', '10:20:30.000') + invalid(time) + other('created', '10:30:00.000');
    const verdict = judge(timelineOf({ a: '', b: b + later('11:59:00.000') }));
    expect(verdict.incidents).toHaveLength(1);
    for (const incident of verdict.incidents) expect(sayChain(incident, verdict).join(' ')).not.toMatch(/[Tt]here was nothing to tell/);
  });
});

it('says of no link that is only possible what it was', () => {
  const { incidents, ...verdict } = judge(timelineOf({ a: '', b: made + deleted + invalid('10:21:00.400') + later('10:39:00.000') }));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  const hows = ['never-had', 'rejected', 'lost-state', 'deleted-by-dpd', 'replaced-at-rekey', 'data-plane-missing'] as const;
  for (const how of hows) {
    const chain = { ...incident.chain, forgot: { ...incident.chain.forgot, how, confidence: 'possible' as const } };
    expect(sayChain({ ...incident, chain }, { incidents, ...verdict })[0]).toMatch(/\bmay\b/);
  }
  const told = { ...incident.chain.told, how: 'not-needed' as const, confidence: 'possible' as const };
  expect(sayChain({ ...incident, chain: { ...incident.chain, told } }, { incidents, ...verdict })[1]).toMatch(
    /may have been nothing to tell/,
  );
});
