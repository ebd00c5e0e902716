/** Every case in every form in which people hand logs in: the same verdict, or an honestly weaker one; `forms.js STEP FORM`, every STEP-th case. */
import type { Verdict } from '../src/verdict/verdict.ts';
import { compare, type Outcome } from '../test/case/compare.ts';
import { FORMS } from '../test/case/forms.ts';
import { CASES, filesOfCase, judgeFiles } from '../test/case/open.ts';
import { printGoals } from './goal.ts';

const STEP = Number(process.argv[2] ?? 1);
const ONLY = process.argv[3];
const SAID_MAX = 6;

const tallies = new Map<string, Record<Outcome, number>>();
const said = new Map<string, string[]>();
const names = CASES.filter((_, index) => index % STEP === 0);
for (const name of names) {
  const files = await filesOfCase(name);
  const plain: Pick<Verdict, 'incidents'> = (await judgeFiles(files, name)).verdict;
  for (const [form, change] of Object.entries(FORMS)) {
    if (ONLY !== undefined && !form.includes(ONLY)) continue;
    const { outcome, why } = compare(plain, (await judgeFiles(change(files), name)).verdict);
    const tally = tallies.get(form) ?? { same: 0, weaker: 0, stronger: 0, different: 0, lost: 0 };
    tally[outcome] += 1;
    tallies.set(form, tally);
    if (outcome !== 'same' && outcome !== 'weaker') said.set(form, [...(said.get(form) ?? []), `${outcome} ${name}: ${why}`]);
  }
}

const total = { same: 0, weaker: 0, stronger: 0, different: 0, lost: 0 };
for (const [form, tally] of tallies) {
  for (const outcome of Object.keys(total) as Outcome[]) total[outcome] += tally[outcome];
  console.log(
    `${form.padEnd(42)} same ${tally.same}, weaker ${tally.weaker}, stronger ${tally.stronger}, different ${tally.different}, lost ${tally.lost}`,
  );
  for (const line of (said.get(form) ?? []).slice(0, SAID_MAX)) console.log(`    ${line}`);
}
const all = Object.values(total).reduce((sum, count) => sum + count, 0);
console.log(`${names.length} cases in ${tallies.size} forms`);
printGoals([
  { name: 'the same verdict, or honestly weaker', figure: (100 * (total.same + total.weaker)) / all, unit: '%', limit: { atLeast: 99.5 } },
  { name: 'the same verdict', figure: (100 * total.same) / all, unit: '%', limit: { atLeast: 90 } },
  { name: 'confident and different', figure: total.different + total.stronger, unit: 'verdicts', limit: { atMost: 0 } },
  { name: 'incidents lost or made up', figure: total.lost, unit: 'verdicts', limit: { atMost: 0 } },
]);
