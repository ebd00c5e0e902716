/** The chain of an incident, in three sentences that name both peers. */
import { expect, it } from 'vitest';
import { sayChain } from '../../src/report/chain-words.ts';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from '../verdict/bundle-of.ts';
import { DELETE_LOST, ONLY_THE_MESSAGE, REKEY_RACE } from '../verdict/stories.ts';

function say(story: { a: string; b: string }): string[] {
  const verdict = judge(timelineOf(story));
  return verdict.incidents.flatMap((incident) => sayChain(incident, verdict));
}

it('says of a lost DELETE what was lost and what goes on', () => {
  expect(say(DELETE_LOST)).toEqual([
    'Why branch deleted 0xB761863E is not on record.',
    'The DELETE to hq was lost; hq still held 0xB761863E as the SA to send with.',
    'It is not known whether it heals by itself: how long hq keeps 0xB761863E is not on record (show crypto ipsec sa and show running-config | section crypto on hq would tell).',
  ]);
});

it('says of a race that it is over', () => {
  const [forgot, sends, heals] = say(REKEY_RACE);
  expect(forgot).toBe('branch was still installing 0xB761863E.');
  expect(sends).toBe('There was nothing to tell hq; hq used 0xB761863E a moment too early.');
  expect(heals).toMatch(/^It has been over since /);
});

it('says of a lone message what is not on record', () => {
  expect(say(ONLY_THE_MESSAGE)[0]).toMatch(/^Why branch does not know .* is not on record\.$/);
});

it('never says that an incident ended before its last message', () => {
  for (const story of [DELETE_LOST, REKEY_RACE, ONLY_THE_MESSAGE]) {
    for (const { chain, lastAt } of judge(timelineOf(story)).incidents) {
      const end = chain.heals.at ?? chain.heals.latest;
      expect(end === null || lastAt === null || end >= lastAt).toBe(true);
    }
  }
});

it('says of what only one end recorded what the other may have done, not what it did', () => {
  const [, sends] = say({ a: '', b: DELETE_LOST.b });
  expect(sends).toBe('The DELETE to hq may have been lost; hq may still have held 0xB761863E as the SA to send with.');
});
