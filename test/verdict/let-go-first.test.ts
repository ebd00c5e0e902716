/** With the debugs of IPsec alone one line tells who let an SA go first: whether IKE had told IPsec to delete it. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { at, invalid, later, packet, sa } from './two-ended-log.ts';

const byIke = (time: string) => at(time, "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP");
const chainOf = (a: string, b: string) => judge(timelineOf({ a, b })).incidents[0]?.chain;

const made = { a: sa('a', 'created', '10:00:00.010'), b: sa('b', 'created', '10:00:00.000') };
const quiet = later('10:39:00.000');
const ofItself = sa('a', 'deleted', '10:20:00.005');
const atItsWord = byIke('10:20:00.012') + sa('b', 'deleted', '10:20:00.012');
const message = invalid('10:20:00.020') + quiet;

describe('an SA that one end let go because IKE told it to', () => {
  it('went at the word of the end that had deleted it of itself, which needed no telling', () => {
    const chain = chainOf(made.a + ofItself + quiet, made.b + atItsWord + message);
    expect(chain?.forgot).toMatchObject({ how: 'deleted-by-peer', confidence: 'likely' });
    expect(chain?.told.how).toBe('not-needed');
  });

  it('went with its IKE SA where both ends were told by their IKE', () => {
    const chain = chainOf(made.a + byIke('10:20:00.030') + sa('a', 'deleted', '10:20:00.030') + quiet, made.b + atItsWord + message);
    expect(chain?.forgot).toMatchObject({ how: 'deleted-with-ike-sa', confidence: 'likely' });
  });

  it('leaves open why where it was new: of two that crossed IKE lets one go, too', () => {
    const a = sa('a', 'created', '10:19:58.010') + byIke('10:20:00.030') + sa('a', 'deleted', '10:20:00.030') + quiet;
    expect(chainOf(a, sa('b', 'created', '10:19:58.000') + atItsWord + message)?.forgot.how).not.toBe('deleted-with-ike-sa');
  });

  it('leaves open why where the other end kept it for minutes', () => {
    const a = made.a + byIke('10:24:00.000') + sa('a', 'deleted', '10:24:00.000') + quiet;
    expect(chainOf(a, made.b + atItsWord + message)?.forgot.how).toBe('unknown');
  });

  it('is explained by the lines of IKE where they are there: then no word of the peer came', () => {
    const [early, late] = ['10:05:00.000', '10:30:00.000'].map((time) => packet(time, 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 1));
    const chain = chainOf(made.a + ofItself + quiet, made.b + early + atItsWord + invalid('10:20:00.020') + late + quiet);
    expect(chain?.forgot.how).not.toBe('deleted-by-peer');
  });
});

describe('a DELETE of which no line of IKE is on record', () => {
  const wentAt = (side: 'a' | 'b', time: string) => byIke(time) + sa(side, 'deleted', time);
  const gone = made.b + wentAt('b', '10:20:00.000') + invalid('10:20:00.009') + quiet;
  const judged = (goneAtSender: string) => {
    const { incidents, facts } = judge(timelineOf({ a: made.a + wentAt('a', goneAtSender) + quiet, b: gone }));
    return { cause: incidents[0]?.cause, told: incidents[0]?.chain.told, lost: facts.find(({ fact }) => fact === 'delete-lost') };
  };

  it('was heard only when it was sent again, where the SA stood at its sender a second longer than any message takes', () => {
    const { cause, told, lost } = judged('10:20:01.010');
    expect(lost).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(cause).toMatchObject({ id: 'delete-lost', confidence: 'possible' });
    expect(told?.how).toBe('late');
  });

  it('may have been the first, where both ways over a satellite explain the difference', () => {
    expect(judged('10:20:00.700').lost?.is).not.toBe('yes');
  });
});

describe('a DELETE of which no line of IKE is on record, where the making shows how near the ends are', () => {
  const asked = `${at('09:59:59.985', 'IPSEC(sa_request): ,')}  (key eng. msg.) OUTBOUND local= 192.0.2.1:500, remote= 198.51.100.1:500,\n`;
  const b = made.b + sa('b', 'deleted', '10:20:00.000') + invalid('10:20:00.409') + quiet;
  const judged = (time: string) => {
    const { incidents, facts } = judge(timelineOf({ a: asked + made.a + byIke(time) + sa('a', 'deleted', time) + quiet, b }));
    return { told: incidents[0]?.chain.told.how, lost: facts.find(({ fact }) => fact === 'delete-lost') };
  };

  it('was lost where S lets the SA go only behind the message, at the DELETE with which R answers it', () => {
    const { told, lost } = judged('10:20:00.420');
    expect(lost).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(told).toBe('late');
  });

  it('was not where S lets it go before the message', () => {
    const { told, lost } = judged('10:20:00.015');
    expect(lost?.is).toBe('no');
    expect(told).not.toBe('late');
  });
});

describe('a DELETE of which no line of IKE is on record, in stamps of whole seconds', () => {
  it('is not said to have been lost nor heard for the sake of one second', () => {
    const seconds = (log: string) => log.replaceAll(/(\d\d:\d\d:\d\d)\.\d{3}/g, '$1');
    const [a, b] = [
      made.a + byIke('10:20:02.010') + sa('a', 'deleted', '10:20:02.010') + quiet,
      made.b + byIke('10:20:00.000') + sa('b', 'deleted', '10:20:00.000') + message,
    ].map(seconds);
    const { facts } = judge(timelineOf({ a: a ?? '', b: b ?? '' }));
    expect(facts.find(({ fact }) => fact === 'delete-lost')?.is).toBe('unknown');
  });
});
