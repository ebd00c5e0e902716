/** How often "certain" is wrong: stories of the independent generator until so many certain verdicts are given. The model is not asked what the record decides, so that thousands are soon judged. */
import { parseArgs } from 'node:util';
import type { Mark } from '../test/independent/score.ts';
import { Stories } from '../test/independent/story.ts';
import { printShare, tallyOf } from '../test/independent/tally.ts';
import { printGoals } from './goal.ts';
import { judgeStory } from './judge-story.ts';

const { values } = parseArgs({ options: { certain: { type: 'string', default: '1500' }, from: { type: 'string', default: '100000' } } });
const WANTED = Number(values.certain);
const FROM = Number(values.from);
const STORY_DEPTH = 2;
/** At least 1 story in 50 is told for certain; where it is not, something else is wrong. */
const STORIES_MOST = WANTED * 50;

const source = new Stories(STORY_DEPTH);
const marks: Mark[] = [];
let certain = 0;
let stories = 0;
while (certain < WANTED && stories < STORIES_MOST) {
  const told = await judgeStory(source.tell(FROM + stories, false));
  marks.push(...told.marks);
  certain += told.marks.filter(({ said }) => said.confidence === 'certain').length;
  stories += 1;
}

const { words, certainWrong } = tallyOf(marks);
console.log(`${stories} stories from seed ${FROM}, ${marks.length} incidents judged`);
for (const word of ['certain', 'likely', 'possible'])
  console.log(`  ${word.padEnd(10)}${printShare(words.get(word) ?? { right: 0, total: 0 })}`);
for (const [cause, times] of byCause(marks)) console.log(`  ${String(times).padStart(5)} certain: ${cause}`);
for (const { story, incident, said } of certainWrong)
  console.log(
    `  certain and wrong: ${said.id}, seed ${story.seed}, ${story.plan}, ${story.view}; true is ${incident.truth.causes.join(', ')}`,
  );
printGoals([
  { name: 'certain verdicts', figure: certain, unit: 'verdicts', limit: { atLeast: WANTED } },
  { name: 'certain and wrong', figure: certainWrong.length, unit: 'times', limit: { atMost: 0 } },
]);

function byCause(all: readonly Mark[]): [string, number][] {
  const times = new Map<string, number>();
  for (const { said } of all) if (said.confidence === 'certain') times.set(said.id, (times.get(said.id) ?? 0) + 1);
  return [...times].sort((one, other) => other[1] - one[1]);
}
