/** Every cause, link of a chain and fact that there is has its words on the page: nobody reads an id where a sentence belongs. */
import { describe, expect, it } from 'vitest';
import { linkWords, sayChain } from '../../src/report/chain-words.ts';
import { CAUSES } from '../../src/verdict/causes/index.ts';
import type { Chain, Heals } from '../../src/verdict/chain.ts';
import { FACTS } from '../../src/verdict/facts/index.ts';
import type { Sends, Told } from '../../src/verdict/following.ts';
import type { Forgot } from '../../src/verdict/forgetting.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { JudgedIncident } from '../../src/verdict/verdict.ts';
import { timelineOf } from '../verdict/bundle-of.ts';
import { DELETE_LOST } from '../verdict/stories.ts';

/** Checked to be all of them where this is compiled. */
const TOLD: Record<Told, true> = { 'in-time': true, late: true, lost: true, unread: true, 'not-sent': true, 'not-needed': true };
const SENDS: Record<Sends, true> = {
  'in-flight': true,
  'still-current': true,
  'data-plane-stale': true,
  early: true,
  'not-the-sender': true,
};
const HEALS: Record<Heals, true> = { healed: true, expires: true, dpd: true, rekey: true, delete: true, operator: true };
const FORGOT = [...new Set(Object.values(CAUSES).flatMap(({ forgot }): readonly Forgot[] => forgot))];
const LINKS = [
  ...FORGOT.map((how) => ['forgot', how] as const),
  ...Object.keys(TOLD).map((how) => ['told', how] as const),
  ...Object.keys(SENDS).map((how) => ['sends', how] as const),
  ...Object.keys(HEALS).map((how) => ['heals', how] as const),
];
const BARE = /%|undefined|\b[a-z]+-[a-z]+-[a-z]+\b/;

describe('a link of a chain', () => {
  const verdict = judge(timelineOf(DELETE_LOST));
  const [incident] = verdict.incidents as [JudgedIncident];

  it.each(LINKS)('%s %s is said in a sentence and labelled in words', (link, how) => {
    const chain = { ...incident.chain, [link]: { ...incident.chain[link], how } } as Chain;
    const sentences = sayChain({ ...incident, chain }, verdict);
    expect(sentences).toHaveLength(3);
    expect(sentences.join(' ')).not.toMatch(BARE);
    expect(linkWords(how)).not.toMatch(/-|\b(?:dpd|ike|sa)\b/);
  });
});

it.each(Object.values(CAUSES).map((cause) => [cause.id, cause] as const))(
  'the cause %s says what happened, and what it means',
  (_id, cause) => {
    for (const words of [cause.statement, cause.meaning]) expect(words).toMatch(/\w+ \w+ \w+/);
  },
);

it.each(Object.entries(FACTS))('the fact %s is asked for in a question of words', (id, { question }) => {
  expect(question).toMatch(/\w+ \w+/);
  expect(question).not.toBe(id);
});
