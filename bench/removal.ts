/** What a verdict does when part of the record is taken away, cases and stories of the independent generator, ten times each: `removal.js STORIES SECONDS SEED`. */
import type { RawFile } from '../src/bundle/taken.ts';
import { seeded } from '../src/lab/random.ts';
import type { JudgedIncident } from '../src/verdict/verdict.ts';
import { rankOf } from '../test/case/compare.ts';
import { CASES, filesOfCase, judgeFiles, openCase } from '../test/case/open.ts';
import { SHOWN, UNSHOWN } from '../test/case/removal.ts';
import { acceptedOf } from '../test/case/truth.ts';
import { Stories } from '../test/independent/story.ts';
import { printGoals } from './goal.ts';

const STORIES = Number(process.argv[2] ?? 300);
const SECONDS = Number(process.argv[3] ?? 1200);
const SEED = Number(process.argv[4] ?? 1);
const RUNS = 10;
/** Stories that no test has told. */
const FROM = 800_000;

interface Told {
  name: string;
  files: RawFile[];
  /** True of a cause that is accepted for this SPI. */
  isTrue: (incident: JudgedIncident) => boolean;
}

async function tellCase(name: string): Promise<Told> {
  const { truth } = openCase(name);
  const isOf = (incident: JudgedIncident) =>
    truth.filter(({ spi, receiver }) => (spi ?? incident.spi) === incident.spi && receiver === incident.receiver);
  const isTrue = (incident: JudgedIncident) => isOf(incident).some((each) => acceptedOf(each).includes(incident.cause.id));
  return { name, files: await filesOfCase(name), isTrue };
}

function tellStory(source: Stories, seed: number): Told {
  const { files, incidents } = source.tell(seed, false);
  const isTrue = (incident: JudgedIncident) =>
    incidents.some(
      ({ spi, receiver, truth }) =>
        spi.toUpperCase() === incident.spi.toUpperCase() && receiver === incident.receiver && truth.causes.includes(incident.cause.id),
    );
  return { name: `seed ${seed}`, files: Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) })), isTrue };
}

const isCertain = ({ cause }: JudgedIncident) => cause.confidence === 'certain';
const say = ({ spi, cause: { id, confidence } }: JudgedIncident) => `${id} (${confidence}) ${spi}`;

const shown = { judged: 0, rose: 0, became: 0 };
const unshown = { certain: 0, wrong: 0 };

async function removeFrom(told: Told, number: number): Promise<void> {
  const random = seeded(SEED * 1_000_003 + number);
  const whole = (await judgeFiles(told.files, told.name)).verdict.incidents;
  for (let run = 0; run < RUNS; run += 1) {
    const [what, remove] = Object.entries(SHOWN)[run % Object.keys(SHOWN).length] ?? ['', UNSHOWN];
    const left = (await judgeFiles(remove(told.files, random), told.name)).verdict.incidents;
    for (const now of left) compareWith(whole, now, `${told.name}, run ${run}, without ${what}`);
    const silent = (await judgeFiles(UNSHOWN(told.files, random), told.name)).verdict.incidents;
    for (const now of silent) countCertain(told, now, `${told.name}, run ${run}`);
  }
}

function compareWith(whole: readonly JudgedIncident[], now: JudgedIncident, where: string): void {
  const before = whole.find(({ spi, receiver }) => spi === now.spi && receiver === now.receiver);
  if (before === undefined) return;
  shown.judged += 1;
  if (rankOf(now) > rankOf(before)) {
    shown.rose += 1;
    console.log(`rose: ${where}: ${say(before)}, and now ${say(now)}`);
  } else if (isCertain(now) && before.cause.id !== now.cause.id) {
    shown.became += 1;
    console.log(`became another: ${where}: ${say(before)}, and now ${say(now)}`);
  }
}

function countCertain({ isTrue }: Told, now: JudgedIncident, where: string): void {
  if (!isCertain(now)) return;
  unshown.certain += 1;
  if (isTrue(now)) return;
  unshown.wrong += 1;
  console.log(`certain and wrong: ${where}, without single messages: ${say(now)}`);
}

const startedAt = performance.now();
const source = new Stories(2);
let told = 0;
for (; told < CASES.length + STORIES && performance.now() - startedAt < SECONDS * 1000; told += 1) {
  const name = CASES[told];
  await removeFrom(name === undefined ? tellStory(source, FROM + told) : await tellCase(name), told);
}
console.log(
  `${told} of ${CASES.length + STORIES} cases and stories; ${shown.judged} verdicts without a part that shows, ${unshown.certain} certain ones without single messages`,
);
printGoals([
  { name: 'confidence that rose', figure: shown.rose, unit: 'verdicts', limit: { atMost: 0 } },
  { name: 'certain, and then certain of another cause', figure: shown.became, unit: 'verdicts', limit: { atMost: 0 } },
  {
    name: 'certain and wrong without single messages',
    figure: (100 * unshown.wrong) / Math.max(1, unshown.certain),
    unit: '%',
    limit: { atMost: 0.5 },
  },
]);
