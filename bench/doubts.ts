/** How honest a whole capture is about IOS: each belief false alone, and seeded pairs of them; `--pairs 50 --from 100 --seed 16` is a piece of them without the beliefs alone; or ids of beliefs to take alone, `one+two` for a pair. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Doubt } from '../src/lab/doubts/doubt.ts';
import { DOUBTS, type DoubtId } from '../src/lab/doubts/index.ts';
import { seeded } from '../src/lab/random.ts';
import { parsePlaybook } from '../src/playbook/parse.ts';
import type { Playbook } from '../src/playbook/playbook.ts';
import { doubt, hearUsual, type Outcome, withPackets } from './doubt-matrix.ts';
import { printGoals } from './goal.ts';

const SPEED = 240;
const SEED = 16;
/** They mostly wait. */
const AT_ONCE = 8;
const PAIRS = 200;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: 'string', default: String(PAIRS) },
    from: { type: 'string' },
    seed: { type: 'string', default: String(SEED) },
    verbose: { type: 'boolean' },
  },
});
const ids = (Object.keys(DOUBTS) as DoubtId[]).filter(
  (id) => positionals.length === 0 || positionals.some((each) => each.split('+').includes(id)),
);
const named = positionals.filter((each) => each.includes('+')).map((each) => each.split('+') as DoubtId[]);
const isWhole = positionals.length === 0;
/** A piece of the pairs goes without the beliefs alone. */
const alone = isWhole ? (values.from === undefined ? ids : []) : ids.filter((id) => positionals.includes(id));
const pairs = isWhole ? pairsOf(Number(values.from ?? 0), Number(values.pairs)) : named;

/** What is wrong is told at once: the whole takes minutes. */
function record(outcome: Outcome): void {
  outcomes.push(outcome);
  const { doubts, grade, words } = outcome;
  if (grade === 'silent' || grade === 'hang' || values.verbose === true) console.error(`${grade}: ${doubts.join(' + ')}: ${words}`);
}

/** By one seed always the same, whatever the piece. */
function pairsOf(from: number, count: number): DoubtId[][] {
  const random = seeded(Number(values.seed));
  const all = ids.flatMap((one, at) => ids.slice(at + 1).map((two) => [one, two]));
  const until = Math.min(from + count, all.length);
  return Array.from({ length: until }, () => all.splice(Math.floor(random() * all.length), 1)[0] ?? []).slice(from);
}

function readMixed(): Playbook {
  const text = readFileSync('playbooks/tunnel-flaps.yaml', 'utf8').replace('lease: 3d', 'lease: 20m');
  const { playbook } = parsePlaybook(text.replace('    address: 198', '    platform: ios-xe\n    address: 198'), 'doubts');
  if (playbook === undefined) throw new Error('no playbook');
  return playbook;
}

const playbook = readMixed();
const plain = { playbook, usual: await hearUsual(playbook, SPEED) };
const packets = { playbook: withPackets(playbook), usual: await hearUsual(withPackets(playbook), SPEED) };
const isOfPackets = (id: DoubtId): boolean => (DOUBTS[id] as Doubt).isOfPackets === true;
const orders = [...alone.map((id) => [id]), ...pairs];
const outcomes: Outcome[] = [];
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = orders.shift(); next !== undefined; next = orders.shift()) {
      const asked = next.some(isOfPackets) ? packets : plain;
      record(await doubt(asked.playbook, next, asked.usual, SPEED));
    }
  }),
);

console.log('| belief that is false | outcome | in its words |\n|---|---|---|');
for (const { doubts, grade, words } of outcomes.filter(({ doubts: each }) => each.length === 1).toSorted(byName))
  console.log(`| ${doubts.join()} | ${grade} | ${values.verbose === true ? words : words.slice(0, 110)} |`);
const graded = (grade: Outcome['grade']): Outcome[] => outcomes.filter((each) => each.grade === grade);
const paired = outcomes.filter(({ doubts }) => doubts.length === 2);
console.log(
  `\npairs: ${(['exact', 'loud', 'silent', 'hang'] as const).map((grade) => `${grade} ${paired.filter((each) => each.grade === grade).length}`).join(', ')}`,
);
printGoals([
  { name: 'beliefs', figure: alone.length, unit: '', limit: { atLeast: isWhole && values.from === undefined ? 25 : 0 } },
  { name: 'pairs', figure: paired.length, unit: '', limit: { atLeast: isWhole ? pairs.length : 0 } },
  { name: 'silent', figure: graded('silent').length, unit: '', limit: { atMost: 0 } },
  { name: 'hang', figure: graded('hang').length, unit: '', limit: { atMost: 0 } },
]);

function byName(one: Outcome, two: Outcome): number {
  return one.doubts.join() < two.doubts.join() ? -1 : 1;
}
