/** Judging: the right cause with its proof, and no more certainty than both records allow. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import type { Cause } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { DELETE_HEARD, DELETE_LOST, DELETE_UNHEARD_OF, HEALTHY, ONLY_THE_MESSAGE, REKEY_RACE } from './stories.ts';

function causeOf(story: { a: string; b: string }): Cause {
  const [incident, ...more] = judge(timelineOf(story)).incidents;
  if (incident === undefined || more.length > 0) throw new Error('there is not exactly one incident');
  return incident.cause;
}

const linesOf = (cause: Cause): string[] => cause.evidence.map(({ side, line }) => `${side}:${line}`);

describe('a DELETE that was sent and never heard', () => {
  it('is the cause, surely, when the sender was recording all the time', () => {
    const cause = causeOf(DELETE_LOST);
    expect(cause).toMatchObject({ id: 'delete-lost', confidence: 'certain', alternatives: [], missing: [] });
    expect(linesOf(cause)).toEqual(expect.arrayContaining(['a:7', 'b:15', 'b:24', 'b:27', 'b:28']));
  });

  it('is no more than possible when the sender was not recording, and its debug is what would have decided', () => {
    const cause = causeOf(DELETE_UNHEARD_OF);
    expect(cause).toMatchObject({ id: 'delete-lost', confidence: 'possible' });
    expect(cause.missing.join()).toContain('debug crypto isakmp on hq');
  });

  it('is no more than possible when the log of the sender goes on, but without a word of its debugs', () => {
    const silent = {
      ...DELETE_LOST,
      a: DELETE_LOST.a.replace(/^.*the tail ends.*$/m, 'Sep  2 13:38:00.000: %SYS-5-CONFIG_I: Configured from console by ops'),
    };
    expect(causeOf(silent)).toMatchObject({ id: 'delete-lost', confidence: 'possible' });
  });

  it('is not the cause when the sender heard it', () => {
    expect(causeOf(DELETE_HEARD).id).not.toBe('delete-lost');
  });

  it.each(['a', 'b'] as const)('is never certain without the record of %s', (side) => {
    const { incidents } = judge(timelineOf({ ...DELETE_LOST, [side]: '' }));
    expect(incidents.filter(({ cause }) => cause.confidence === 'certain')).toEqual([]);
  });
});

describe('an SA that is used before it is created', () => {
  it('is a race, surely, when both records say so', () => {
    expect(causeOf(REKEY_RACE)).toMatchObject({ id: 'rekey-race', confidence: 'certain' });
  });

  it('is a race only likely when the sender did not record its switch', () => {
    expect(causeOf({ ...REKEY_RACE, a: '' })).toMatchObject({ id: 'rekey-race', confidence: 'likely' });
  });

  it('is no race when the message comes again', () => {
    const again =
      REKEY_RACE.b.replace(/^.*RECVD_PKT_INV_SPI.*\n/m, (line) => line) +
      REKEY_RACE.b
        .replace(/[\s\S]*?(?=Sep.*RECVD)/, '')
        .split('\n')[0]
        ?.replace('13:30:00.150', '13:39:00.000') +
      '\n';
    expect(causeOf({ ...REKEY_RACE, b: again }).id).not.toBe('rekey-race');
  });
});

it('a message without anything beside it stays unknown, and says what would have decided', () => {
  const cause = causeOf(ONLY_THE_MESSAGE);
  expect(cause).toMatchObject({ id: 'unknown', confidence: 'possible' });
  expect(cause.missing.join('\n')).toMatch(/debug crypto (?:isakmp|ipsec) on branch/);
  expect(cause.missing.length).toBeLessThanOrEqual(4);
  expect(cause.missing.join('\n')).toContain('the SA tables of hq');
  expect(linesOf(cause)).toEqual(['b:1']);
});

it('a healthy pair of records has no incident', () => {
  expect(judge(timelineOf(HEALTHY)).incidents).toEqual([]);
});
