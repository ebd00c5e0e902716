/** A played story is judged by its two logs alone, and graded against what was done. */
import { assembleBundle } from '../../src/bundle/assemble.ts';
import type { TakenFile } from '../../src/bundle/taken.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Letter } from './settings.ts';
import type { Incident } from './story.ts';

/** One unknown SPI of a story: what was done, what is said of it. */
export interface Graded {
  readonly story: string;
  readonly truth: string;
  readonly said: string;
  readonly confidence: string;
  readonly isRight: boolean;
  /** Nothing in the logs tells what was done from something else. */
  readonly isUndecidable: boolean;
}

export interface Played {
  readonly story: string;
  /** tunnel.yaml. */
  readonly tunnel: string;
  readonly logs: Readonly<Record<Letter, string>>;
  readonly incident: Incident | undefined;
}

export async function gradeStory({ story, tunnel, logs, incident }: Played): Promise<Graded[]> {
  async function* taken(): AsyncGenerator<TakenFile> {
    const files = { 'tunnel.yaml': tunnel, 'a/charon.log': logs.a, 'b/charon.log': logs.b };
    for (const [path, text] of Object.entries(files)) yield { path, bytes: Buffer.from(text), sha256: '' };
  }
  const { bundle } = await assembleBundle(taken(), story);
  const right = incident === undefined ? [] : [incident.cause, ...(incident.accepted ?? [])];
  return judge(buildTimeline(bundle)).incidents.map(({ receiver, cause: { id, confidence } }) => ({
    story,
    truth: incident?.cause ?? 'no unknown SPI',
    said: id,
    confidence,
    isRight: receiver === incident?.receiver && right.includes(id),
    isUndecidable: incident?.decidable === false,
  }));
}

/** What was said of all incidents, in lines; those that are not right by name. */
export function summarize(graded: readonly Graded[]): string[] {
  const decidable = graded.filter(({ isUndecidable }) => !isUndecidable);
  const wrong = decidable.filter(({ isRight }) => !isRight);
  const certainWrong = graded.filter(({ isRight, confidence }) => !isRight && confidence === 'certain');
  const share = decidable.length === 0 ? 0 : (100 * (decidable.length - wrong.length)) / decidable.length;
  return [
    ...wrong.map(({ story, truth, said, confidence }) => `${story}: ${truth}, said ${said} (${confidence})`),
    `right where decidable: ${decidable.length - wrong.length} of ${decidable.length}, ${share.toFixed(1)} % (goal 95)`,
    `certain and wrong: ${certainWrong.length} (goal 0)`,
  ];
}
