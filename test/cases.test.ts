/** Every case is judged as its author says and as it was judged before, whole and with each side's files removed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bundle } from '../src/bundle/bundle.ts';
import { CAUSE_IDS, type CauseId } from '../src/ipsec/cause.ts';
import type { Citation } from '../src/ipsec/citation.ts';
import { other } from '../src/ipsec/side.ts';
import { buildTimeline } from '../src/timeline/timeline.ts';
import { judge } from '../src/verdict/judge.ts';
import { RULES } from '../src/verdict/rules/index.ts';
import type { Verdict } from '../src/verdict/verdict.ts';
import { answerOf, withAnswer } from './case/answer.ts';
import { bundleOfCase, CASES, type Case, openCase, pathOf } from './case/open.ts';
import { acceptedOf, disagreements, isByTheWay, type TrueIncident } from './case/truth.ts';

/** `npm run cases -- --update` writes what is answered now. */
const IS_UPDATE = process.env['UPDATE'] === '1';
/** Says whether it heals, not why it broke; beside a deeper cause it holds rightly. */
const SYMPTOMS = ['recovery-unsupported', 'stuck-negotiation', 'dpd-absent'];

const OPENED = CASES.map((name): [string, Case] => [name, openCase(name)]);

describe('the cases', () => {
  const truths = OPENED.map(([, { truth }]) => truth);

  it.each([...CAUSE_IDS])('show %s in three variants at least', (cause) => {
    const shows = (truth: TrueIncident[]) => truth.some((each) => each.cause === cause || each.alternatives?.includes(cause));
    expect(truths.filter(shows).length).toBeGreaterThanOrEqual(3);
  });

  it('show a healthy tunnel, and two incidents in one bundle', () => {
    expect(truths.filter(({ length }) => length === 0).length).toBeGreaterThanOrEqual(2);
    expect(truths.filter(({ length }) => length === 2).length).toBeGreaterThanOrEqual(1);
  });
});

describe.each(OPENED)('the case %s', (name, { story, truth, answer }) => {
  let bundle: Bundle;
  let verdict: Verdict;
  beforeAll(async () => {
    bundle = await bundleOfCase(name);
    verdict = judge(buildTimeline(bundle));
  });

  it('has its story, under a cause that it shows', () => {
    expect(story).toMatch(/^# \S.*\n\n\S/);
    const causes = truth.flatMap(({ cause, alternatives = [] }) => [cause, ...alternatives]);
    expect(causes.length === 0 ? ['healthy'] : causes).toContain(name.split('/')[0]);
  });

  it('is judged as its author says', () => {
    expect(disagreements(truth, verdict)).toEqual([]);
  });

  it('is judged as before', () => {
    const given = answerOf(verdict);
    if (IS_UPDATE && given !== answer && disagreements(truth, verdict).length === 0)
      writeFileSync(pathOf(name), withAnswer(readFileSync(pathOf(name), 'utf8'), given));
    else
      expect(given, `${pathOf(name)} expects ${answer === undefined ? 'nothing yet' : 'another verdict'}; given is:\n${given}`).toBe(
        answer,
      );
  });

  it('cites lines that its files have', () => {
    const cited = [...verdict.incidents.flatMap(({ cause }) => cause.evidence), ...verdict.findings.flatMap(({ evidence }) => evidence)];
    expect(cited.filter((each) => !isThere(bundle, verdict, each))).toEqual([]);
  });

  it('lets no other rule hold for certain', () => {
    const causes = truth.flatMap((each) => [...acceptedOf(each), ...(each.alternatives ?? [])]);
    /** The true causes, and what they account for. */
    const accounted = new Set([...causes, ...causes.flatMap((cause) => RULES[cause as CauseId]?.explains ?? [])] as string[]);
    const certain = verdict.findings.filter(({ outcome, confidence }) => outcome === 'holds' && confidence === 'certain');
    const wrong = certain.filter(({ rule, incident }) => !accounted.has(rule) && !SYMPTOMS.includes(rule) && !isByTheWay(rule, incident));
    expect(wrong.map(({ rule, statement }) => `${rule}: ${statement}`)).toEqual([]);
  });

  it.each(['a', 'b'] as const)('without the files of %s is certain of nothing, and names what is missing', (side) => {
    const { incidents } = judge(buildTimeline({ ...bundle, sides: { ...bundle.sides, [side]: [] } }));
    for (const { cause, receiver } of incidents) {
      if (cause.confidence === 'certain')
        expect(cause.id !== 'unknown' && needs(cause.id, receiver === side ? 'R' : 'S'), cause.id).toBe(false);
      else expect(cause.missing.length, cause.id).toBeGreaterThan(0);
    }
  });
});

/** True when the rule says that it needs evidence of the peer in this role. */
function needs(rule: CauseId, role: 'R' | 'S'): boolean {
  return RULES[rule].needs.some((need) => new RegExp(`^[^:]*\\b${role}\\b`).test(need));
}

/** Line 0 says that no line of the file is such; a file of the other side is named by the way there, unless all of both sides are exchanged. */
function isThere({ sides }: Bundle, { missing }: Verdict, { side, file, line, text }: Citation): boolean {
  const isOther = file.startsWith('../') || missing.some((each) => each.includes('the folders are swapped'));
  const home = sides[isOther ? other(side) : side];
  const lines = home.find(({ name }) => name === file.split('/').at(-1))?.text.split(/\r?\n/);
  return line === 0 ? lines !== undefined : lines?.[line - 1]?.includes(text.trim()) === true;
}
