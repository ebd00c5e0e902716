/** The explanation of an incident: three paragraphs that name peers, times on one clock, and what to do. */
import { expect, it } from 'vitest';
import { type Explanation, explainIncident } from '../../src/report/explanation.ts';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from '../verdict/bundle-of.ts';
import { DELETE_LOST, ONLY_THE_MESSAGE } from '../verdict/stories.ts';

function explain(story: { a: string; b: string }): Explanation {
  const timeline = timelineOf(story);
  const explanation = explainIncident(judge(timeline), timeline, 0);
  if (explanation === undefined) throw new Error('there is no incident');
  return explanation;
}

it('tells what happened in the order of one clock', () => {
  const { happened } = explain(DELETE_LOST);
  const [used, deleted, logged] = ['started sending with', 'branch deleted inbound', 'logged the unknown SPI'].map((words) =>
    happened.indexOf(words),
  );
  expect(happened).toContain("on hq's clock");
  expect([used, deleted, logged]).toEqual([used, deleted, logged].toSorted((one, two) => Number(one) - Number(two)));
  expect(used).toBeGreaterThan(0);
});

it('says which message got lost, and names no year that nobody printed', () => {
  const { happened } = explain(DELETE_LOST);
  expect(happened).toContain('(1148084868), which never arrived');
  expect(happened).not.toContain('1972');
});

it('says how sure it is, and what would have decided', () => {
  expect(explain(DELETE_LOST).believed).toMatch(/^Certain: /);
  expect(explain(ONLY_THE_MESSAGE).believed).toMatch(/What would have shown the cause: .*debug crypto (?:isakmp|ipsec) on branch/);
});

it('gives a command for the right router', () => {
  expect(explain(DELETE_LOST).advice).toContain('On hq: clear crypto sa peer 198.51.100.1.');
});
