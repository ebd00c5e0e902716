import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bundle } from '../src/bundle/bundle.ts';
import { readBundle } from '../src/bundle/read.ts';
import { CAUSE_IDS, type CauseId } from '../src/ipsec/cause.ts';
import type { Side } from '../src/ipsec/side.ts';
import { buildTimeline } from '../src/timeline/timeline.ts';
import { judge } from '../src/verdict/judge.ts';
import { RULES } from '../src/verdict/rules/index.ts';
import type { Verdict } from '../src/verdict/verdict.ts';

interface Expected {
  /** One for each incident that matters, the first first; empty: the tunnel is healthy. */
  incidents: {
    cause: string;
    receiver: Side;
    spi?: string;
    confidence?: string;
    alternatives?: string[];
    /** What an honest engineer might say as well. */
    acceptable?: string[];
    persistence?: string;
  }[];
}

const FOLDER = join(import.meta.dirname, 'cases');
const CASES = readdirSync(FOLDER).sort();
/** Says whether it heals, not why it broke; beside a deeper cause it holds rightly. */
const SYMPTOMS = ['recovery-unsupported', 'stuck-negotiation', 'dpd-absent'];

const expectedOf = (name: string): Expected => JSON.parse(readFileSync(join(FOLDER, name, 'expected.json'), 'utf8')) as Expected;

type Judging = (without?: Side) => Promise<Verdict>;

/** The bundle is read once, and the whole of it judged once, for all that is asked of the case. */
function openCase(name: string): Judging {
  let bundle: Promise<Bundle> | undefined;
  let whole: Verdict | undefined;
  return async (without) => {
    bundle ??= readBundle(join(FOLDER, name)).then((read) => read.bundle);
    const { sides, ...rest } = await bundle;
    if (without !== undefined) return judge(buildTimeline({ ...rest, sides: { ...sides, [without]: [] } }));
    whole ??= judge(buildTimeline(await bundle));
    return whole;
  };
}

describe('the cases', () => {
  it.each([...CAUSE_IDS])('show %s in three variants at least', (cause) => {
    expect(
      CASES.filter((name) =>
        expectedOf(name).incidents.some((incident) => incident.cause === cause || incident.alternatives?.includes(cause)),
      ).length,
    ).toBeGreaterThanOrEqual(3);
  });

  it('show a healthy tunnel, and two incidents in one bundle', () => {
    const counts = CASES.map((name) => expectedOf(name).incidents.length);
    expect(counts.filter((count) => count === 0).length).toBeGreaterThanOrEqual(2);
    expect(counts.filter((count) => count === 2).length).toBeGreaterThanOrEqual(1);
  });
});

describe.each(CASES)('the case %s', (name) => {
  const judgeCase = openCase(name);
  const expected = expectedOf(name);
  const causes = expected.incidents.flatMap(({ cause, alternatives = [], acceptable = [] }) => [cause, ...alternatives, ...acceptable]);
  /** The true causes, and what they account for. */
  const accounted = new Set([...causes, ...causes.flatMap((cause) => RULES[cause as CauseId]?.explains ?? [])] as string[]);

  it('has its story', () => {
    expect(existsSync(join(FOLDER, name, 'story.md'))).toBe(true);
  });

  it('is judged as its story says', async () => {
    const { incidents } = await judgeCase();
    if (expected.incidents.length === 0) expect(incidents).toEqual([]);
    for (const { cause, receiver, spi, confidence, persistence, alternatives = [], acceptable = [] } of expected.incidents) {
      const found = incidents.find(
        (incident) =>
          incident.receiver === receiver &&
          [cause, ...acceptable].includes(incident.cause.id) &&
          (spi === undefined || incident.spi === spi),
      );
      expect(
        found,
        `${cause} at ${receiver} among ${incidents.map((incident) => `${incident.cause.id} at ${incident.receiver}`).join(', ')}`,
      ).toBeDefined();
      if (persistence !== undefined) expect(found?.persistence).toBe(persistence);
      if (confidence !== undefined) expect(found?.cause.confidence).toBe(confidence);
      for (const alternative of alternatives) expect(found?.cause.alternatives).toContain(alternative);
    }
  });

  it('lets no other rule hold for certain', async () => {
    const { incidents, findings } = await judgeCase();
    const certain = findings.filter(({ outcome, confidence }) => outcome === 'holds' && confidence === 'certain');
    const wrong = certain.filter(({ rule, incident }) => !accounted.has(rule) && !SYMPTOMS.includes(rule) && !isByTheWay(rule, incident));
    expect(wrong.map(({ rule, statement }) => `${rule}: ${statement}`)).toEqual([]);
    expect(
      incidents.filter(({ cause }, index) => cause.confidence === 'certain' && !causes.includes(cause.id) && !isByTheWay(cause.id, index)),
    ).toEqual([]);
  });

  it.each(['a', 'b'] as const)('without the files of %s is certain of nothing, and names what is missing', async (side) => {
    const { incidents } = await judgeCase(side);
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

/** A last packet for an SA that a rekey retired is rightly told apart from the story's own cause. */
function isByTheWay(rule: string, incident: number): boolean {
  return incident > 0 && rule === 'rekey-reorder';
}
