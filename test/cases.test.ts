/** Every case is judged as its author says and as it was judged before, whole and with each side's files removed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bundle } from '../src/bundle/bundle.ts';
import { CAUSE_IDS, type CauseId } from '../src/ipsec/cause.ts';
import type { Citation } from '../src/ipsec/citation.ts';
import { other, type Side } from '../src/ipsec/side.ts';
import { NOTE_LINES_MAX, printNote } from '../src/report/formats/case-note.ts';
import { printStory, STORY_LINES_MAX } from '../src/report/story.ts';
import type { Timeline } from '../src/timeline/model.ts';
import { buildTimeline } from '../src/timeline/timeline.ts';
import { CAUSES } from '../src/verdict/causes/index.ts';
import type { Answers } from '../src/verdict/facts/index.ts';
import { worldOf } from '../src/verdict/infer.ts';
import { judge } from '../src/verdict/judge.ts';
import type { Verdict } from '../src/verdict/verdict.ts';
import { answerOf, withAnswer } from './case/answer.ts';
import { bundleOfCase, CASES, type Case, openCase, pathOf } from './case/open.ts';
import { acceptedOf, disagreements, type TrueIncident } from './case/truth.ts';

/** Of a terminal beside which somebody reads. */
const COLUMNS_MAX = 100;
/** `npm run cases -- --update` writes what is answered now. */
const IS_UPDATE = process.env['UPDATE'] === '1';
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
  let timeline: Timeline;
  let verdict: Verdict;
  beforeAll(async () => {
    bundle = await bundleOfCase(name);
    timeline = buildTimeline(bundle);
    verdict = judge(timeline);
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

  it('tells each story on one screen, and in a note of some twenty lines', () => {
    const stories = verdict.stories.map((story, index) => printStory(story, index + 1, verdict, timeline));
    expect(stories.filter(({ length }) => length === 0 || length > STORY_LINES_MAX)).toEqual([]);
    const notes = verdict.stories.map((story) => printNote(story, verdict, timeline));
    expect(notes.filter(({ length }) => length === 0 || length > NOTE_LINES_MAX)).toEqual([]);
    expect([...stories, ...notes].flat().filter(({ length }) => length > COLUMNS_MAX)).toEqual([]);
    expect(verdict.stories.flatMap(({ incidents }) => incidents).sort()).toEqual([...verdict.incidents.keys()].sort());
  });

  it('cites lines that its files have', () => {
    const cited = [...verdict.incidents.flatMap(({ cause }) => cause.evidence), ...verdict.facts.flatMap(({ evidence }) => evidence)];
    const isThere = findLines(bundle, verdict);
    expect(cited.filter((each) => !isThere(each))).toEqual([]);
  });

  it('shows no fact that contradicts what its author knows', () => {
    const answersOf = (index: number) => {
      const own = verdict.facts.filter(({ incident }) => incident === index);
      return Object.fromEntries(own.map((told) => [told.fact, { ...told, wants: [] }])) as unknown as Answers;
    };
    const allows = (each: TrueIncident, index: number) =>
      acceptedOf(each).some(
        (cause) => !(cause in CAUSES) || worldOf(CAUSES[cause as CauseId], answersOf(index)).standing !== 'contradicted',
      );
    for (const each of truth) {
      const own = verdict.incidents.flatMap(({ receiver, spi }, index) =>
        receiver === each.receiver && (each.spi === undefined || each.spi === spi) ? [index] : [],
      );
      expect(
        own.some((index) => allows(each, index)),
        `${each.cause} at ${each.receiver}`,
      ).toBe(true);
    }
  });

  it('names what is possible where the cause is unknown, and never both that R made the SA and that it never had it', () => {
    expect(verdict.incidents.filter(({ cause }) => cause.id === 'unknown' && cause.alternatives.length === 0)).toEqual([]);
    const isYes = (incident: number, id: string) =>
      verdict.facts.some((told) => told.incident === incident && told.fact === id && told.is === 'yes');
    // What R had made it has lost where its own other unit took over.
    const isLost = (index: number) => verdict.incidents[index]?.chain.forgot.how === 'lost-state';
    const torn = [...verdict.incidents.keys()].filter(
      (index) => isYes(index, 'made-at-receiver') && isYes(index, 'took-over') && !isLost(index),
    );
    expect(torn).toEqual([]);
  });

  it.each(['a', 'b'] as const)('without the files of %s is no surer, and names what is missing', (side) => {
    const { incidents } = judge(buildTimeline({ ...bundle, sides: { ...bundle.sides, [side]: [] } }));
    for (const { cause, spi, receiver } of incidents) {
      const whole = verdict.incidents.find((each) => each.spi === spi && each.receiver === receiver);
      if (cause.confidence === 'certain') expect(whole?.cause).toMatchObject({ id: cause.id, confidence: 'certain' });
      else expect(cause.missing.length, cause.id).toBeGreaterThan(0);
    }
  });
});

/** Line 0 says that no line of the file is such; a file of the other side is named by the way there, unless all of both sides are exchanged. */
function findLines({ sides }: Bundle, { missing }: Verdict): (citation: Citation) => boolean {
  const linesOf = (side: Side) => new Map(sides[side].map(({ name, text }) => [name, text.split(/\r?\n/)]));
  const home = { a: linesOf('a'), b: linesOf('b') };
  const areSwapped = missing.some((each) => each.includes('the folders are swapped'));
  return ({ side, file, line, text }) => {
    const lines = home[areSwapped || file.startsWith('../') ? other(side) : side].get(file.split('/').at(-1) ?? '');
    return line === 0 ? lines !== undefined : lines?.[line - 1]?.includes(text.trim()) === true;
  };
}
