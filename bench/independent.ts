/** How often the verdict is right on the stories of the independent generator, which knows nothing of src: the second half of the bench `verdict`. */
import type { Mark } from '../test/independent/score.ts';
import { Stories } from '../test/independent/story.ts';
import { percentOf, printShare, type Tally, tallyOf } from '../test/independent/tally.ts';
import { printGoals } from './goal.ts';
import { judgeStory } from './judge-story.ts';

const DEPTH = 2;

interface Told {
  marks: Mark[];
  /** Incidents in stories in which all is well. */
  falseIncidents: number;
  healthy: number;
  missed: Map<string, number>;
}

export async function benchIndependent(stories: number): Promise<void> {
  const told = await judgeAll(stories);
  printTally(stories, told, tallyOf(told.marks));
}

async function judgeAll(count: number): Promise<Told> {
  const source = new Stories(DEPTH);
  const told: Told = { marks: [], falseIncidents: 0, healthy: 0, missed: new Map() };
  for (let seed = 1; seed <= count; seed += 1) {
    const story = source.tell(seed);
    const { marks, missed, invented } = await judgeStory(story);
    told.marks.push(...marks);
    told.falseIncidents += invented;
    if (story.incidents.length === 0) told.healthy += 1;
    if (missed > 0) {
      const [cause = ''] = story.incidents[0]?.truth.causes ?? [];
      told.missed.set(cause, (told.missed.get(cause) ?? 0) + missed);
    }
  }
  return told;
}

function printTally(stories: number, { marks, falseIncidents, healthy, missed }: Told, tally: Tally): void {
  console.log(`\nthe independent generator: ${stories} stories, ${marks.length} incidents judged, ${healthy} stories without an incident`);
  for (const [cause, share] of [...tally.causes].sort()) console.log(`  ${cause.padEnd(32)}${printShare(share)}`);
  for (const [link, share] of tally.links) console.log(`  link ${link.padEnd(27)}${printShare(share)}`);
  for (const word of ['certain', 'likely', 'possible'])
    console.log(`  ${word.padEnd(32)}${printShare(tally.words.get(word) ?? { right: 0, total: 0 })}`);
  console.log(`  Brier score                     ${tally.brier.toFixed(4)}`);
  for (const [which, times] of [...tally.confusion].sort((one, other) => other[1] - one[1]).slice(0, 20))
    console.log(`  ${String(times).padStart(5)}  ${which}`);
  for (const [cause, times] of missed) console.log(`  ${String(times).padStart(5)}  ${cause}, which is no incident of this tunnel`);
  for (const { story, incident, said } of tally.certainWrong.slice(0, 20)) {
    console.log(
      `  certain and wrong: ${said.id}, seed ${story.seed}, ${story.plan}, ${story.view}; true is ${incident.truth.causes.join(', ')}`,
    );
  }
  const wordOf = (word: string): number => percentOf(tally.words.get(word) ?? { right: 0, total: 0 });
  printGoals([
    { name: 'independent: right where the record decides', figure: percentOf(tally.decidable), unit: '%', limit: { atLeast: 98 } },
    ...[...tally.links].map(([link, share]) => ({
      name: `independent: ${link}`,
      figure: percentOf(share),
      unit: '%',
      limit: { atLeast: 97 },
    })),
    { name: 'independent: undecidable, said so or named', figure: percentOf(tally.undecidable), unit: '%', limit: { atLeast: 97 } },
    { name: 'independent: decisive lines cited', figure: percentOf(tally.cited), unit: '%', limit: { atLeast: 95 } },
    { name: 'independent: certain and wrong', figure: tally.certainWrong.length, unit: 'times', limit: { atMost: 0 } },
    { name: 'independent: likely', figure: wordOf('likely'), unit: '%', limit: { atLeast: 95 } },
    { name: 'independent: possible', figure: wordOf('possible'), unit: '%', limit: { atLeast: 60 } },
    { name: 'independent: incidents that were none', figure: falseIncidents, unit: 'incidents', limit: { atMost: 0 } },
  ]);
}
