/** Cases in every form in which people hand logs in: the same verdict, or an honestly weaker one; `forms.js SECONDS FORM CASE SEED`, 600 by default. */
import { compare, type Outcome } from '../test/case/compare.ts';
import { FORMS } from '../test/case/forms.ts';
import { CASES, filesOfCase, judgeFiles } from '../test/case/open.ts';
import { printGoals } from './goal.ts';

const SECONDS = Number(process.argv[2] ?? 600);
const ONLY = process.argv[3] ?? '';
const CASE = process.argv[4] ?? '';
const SEED = Number(process.argv[5] ?? 1);

type Tally = Record<Outcome, number>;

const none = (): Tally => ({ same: 0, weaker: 0, stronger: 0, different: 0, lost: 0 });
const forms = Object.entries(FORMS).filter(([form]) => form.includes(ONLY));
const tallies = new Map(forms.map(([form]) => [form, none()]));

/** In an order that the seed gives: when the time is up, those judged are a fair sample. */
function inOrder(names: readonly string[]): string[] {
  let state = SEED;
  const draw = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
  return names
    .map((name) => ({ name, place: draw() }))
    .toSorted((one, two) => one.place - two.place)
    .map(({ name }) => name);
}

async function tryForms(name: string): Promise<void> {
  const files = await filesOfCase(name);
  const plain = (await judgeFiles(files, name)).verdict;
  for (const [form, change] of forms) {
    const { outcome, why } = compare(plain, (await judgeFiles(change(files), name)).verdict);
    const tally = tallies.get(form);
    if (tally !== undefined) tally[outcome] += 1;
    if (outcome !== 'same' && outcome !== 'weaker') console.log(`${outcome} ${name}, ${form}: ${why}`);
  }
}

const startedAt = performance.now();
let tried = 0;
for (const name of inOrder(CASES.filter((each) => each.includes(CASE)))) {
  if (performance.now() - startedAt > SECONDS * 1000) break;
  await tryForms(name);
  tried += 1;
}

const total = none();
for (const [form, tally] of tallies) {
  for (const outcome of Object.keys(total) as Outcome[]) total[outcome] += tally[outcome];
  const said = Object.entries(tally).map(([outcome, count]) => `${outcome} ${count}`);
  console.log(`${form.padEnd(42)} ${said.join(', ')}`);
}
const all = Object.values(total).reduce((sum, count) => sum + count, 0);
console.log(`${tried} of ${CASES.length} cases in ${tallies.size} forms`);
printGoals([
  { name: 'the same verdict, or honestly weaker', figure: (100 * (total.same + total.weaker)) / all, unit: '%', limit: { atLeast: 99.5 } },
  { name: 'the same verdict', figure: (100 * total.same) / all, unit: '%', limit: { atLeast: 90 } },
  { name: 'confident and different', figure: total.different + total.stronger, unit: 'verdicts', limit: { atMost: 0 } },
  { name: 'incidents lost or made up', figure: total.lost, unit: 'verdicts', limit: { atMost: 0 } },
]);
