/** How honest the driver is: every fault of the lab struck in all its runs, printed as the README's table. */
import { FAULTS, type FaultId } from '../src/lab/faults/index.ts';
import type { LabFault } from '../src/lab/faults/lab-fault.ts';
import { runsOf, type Strike, strike } from './fault-matrix.ts';
import { printGoals } from './goal.ts';

const AT_ONCE = 6;

const only = process.argv.slice(2);
const ids = (Object.keys(FAULTS) as FaultId[]).filter((id) => only.length === 0 || only.includes(id));
const waiting = ids.flatMap((id) => Array.from({ length: runsOf(id) }, (_, run) => ({ id, run })));
const strikes: Strike[] = [];

async function work(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
    strikes.push(await strike(next.id, next.run, runsOf(next.id)));
}

await Promise.all(Array.from({ length: AT_ONCE }, work));

const countOf = (id: FaultId, grade: Strike['grade']): number => strikes.filter((each) => each.id === id && each.grade === grade).length;

console.log('| fault | work | exact | loud | silent |\n|---|---|---|---|---|');
for (const id of ids) {
  const fault: LabFault = FAULTS[id];
  console.log(`| ${fault.title} | ${fault.work} | ${countOf(id, 'exact')} | ${countOf(id, 'loud')} | ${countOf(id, 'silent')} |`);
}
for (const { id, run, words } of strikes.filter(({ grade }) => grade === 'silent')) console.error(`silent: ${id} run ${run}: ${words}`);
const unexpected = strikes.filter(({ id, grade }) => FAULTS[id].outcome !== 'either' && grade !== FAULTS[id].outcome);
for (const { id, run, grade, words } of unexpected) console.error(`not ${FAULTS[id].outcome} but ${grade}: ${id} run ${run}: ${words}`);
console.log('');
printGoals([
  { name: 'faults', figure: ids.length, unit: '', limit: { atLeast: only.length === 0 ? 30 : 1 } },
  { name: 'strikes', figure: strikes.length, unit: '', limit: { atLeast: 1 } },
  { name: 'silent failures', figure: strikes.filter(({ grade }) => grade === 'silent').length, unit: '', limit: { atMost: 0 } },
  { name: 'outcomes other than expected', figure: unexpected.length, unit: '', limit: { atMost: 0 } },
]);
