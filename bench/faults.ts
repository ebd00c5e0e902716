/** How honest the driver is: every fault of the lab struck in all its runs, printed as the table of docs/terminal.md. */
import type { Deadlines } from '../src/device/deadlines.ts';
import { FAULTS, type FaultId } from '../src/lab/faults/index.ts';
import type { Work } from '../src/lab/faults/lab-fault.ts';
import { drive } from './drive.ts';
import { driveApart } from './drive-apart.ts';
import { faultOf, type Order, ordersOf, type Strike, strike } from './fault-matrix.ts';
import { printGoals } from './goal.ts';

/** Processes of their own spend their time waiting; in our own process a driver and its router share one thread. */
const AT_ONCE = { apart: 6, here: 6 };
const PATIENT: Partial<Deadlines> = { connectMs: 5000, handshakeMs: 5000, loginMs: 4000, idleMs: 4000, totalMs: 8000 };
/** Whoever means harm makes each wait as long as it may be. */
const HASTY: Partial<Deadlines> = { ...PATIENT, handshakeMs: 2000, loginMs: 2000, idleMs: 2000, totalMs: 4000 };
const PEAK_MB_MAX = 200;
/** What a terminal would obey. */
const RAW = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;

interface Measured extends Strike {
  /** Of the driver's own process, for a hostile fault. */
  peakMb: number | undefined;
}

const only = process.argv.slice(2);
const ids = (Object.keys(FAULTS) as FaultId[]).sort().filter((id) => only.length === 0 || only.includes(id));
const strikes: Measured[] = [];

async function measure(order: Order): Promise<Measured> {
  let peakMb: number | undefined;
  const { isHostile, outcome } = faultOf(order.id);
  if (isHostile !== true) return { ...(await strike(order, PATIENT, drive)), peakMb };
  const done = await strike(order, outcome === 'loud' ? HASTY : PATIENT, async (job, signal) => {
    const { driven, peakBytes } = await driveApart(job, signal);
    peakMb = peakBytes / 1e6;
    return driven;
  });
  return { ...done, peakMb };
}

async function strikeAll(orders: Order[], atOnce: number): Promise<void> {
  const work = async (): Promise<void> => {
    for (let next = orders.shift(); next !== undefined; next = orders.shift()) strikes.push(await measure(next));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

const isHostile = (id: FaultId): boolean => faultOf(id).isHostile === true;
await strikeAll(
  ids.filter(isHostile).flatMap((id) => ordersOf(id)),
  AT_ONCE.apart,
);
await strikeAll(
  ids.filter((id) => !isHostile(id)).flatMap((id) => ordersOf(id)),
  AT_ONCE.here,
);

function printRow(id: FaultId, work: Work): string {
  const mine = strikes.filter((each) => each.id === id && each.work === work);
  const [exact, loud, silent, hang] = (['exact', 'loud', 'silent', 'hang'] as const).map(
    (grade) => mine.filter((each) => each.grade === grade).length,
  );
  const peakMb = mine.reduce((most, each) => Math.max(most, each.peakMb ?? 0), 0);
  return `| ${faultOf(id).title} | ${work} | ${exact} | ${loud} | ${silent} | ${hang} | ${peakMb === 0 ? '' : `${Math.round(peakMb)} MB`} |`;
}

console.log('| fault | work | exact | loud | silent | hang | peak |\n|---|---|---|---|---|---|---|');
for (const id of ids) for (const each of faultOf(id).works) console.log(printRow(id, each));

const graded = (grade: Strike['grade']): Measured[] => strikes.filter((each) => each.grade === grade);
const unexpected = strikes.filter(({ id, grade }) => faultOf(id).outcome !== 'either' && grade !== faultOf(id).outcome);
const raw = strikes.filter(({ words }) => RAW.test(words));
for (const { id, work, run, grade, words } of [...graded('silent'), ...graded('hang'), ...unexpected])
  console.error(`${grade}, not ${faultOf(id).outcome}: ${id} ${work} run ${run}: ${JSON.stringify(words)}`);
for (const { id, work, words } of raw) console.error(`raw: ${id} ${work}: ${JSON.stringify(words)}`);
console.log('');
printGoals([
  { name: 'faults', figure: ids.length, unit: '', limit: { atLeast: only.length === 0 ? 30 : 1 } },
  { name: 'strikes', figure: strikes.length, unit: '', limit: { atLeast: 1 } },
  { name: 'outcomes other than expected', figure: unexpected.length, unit: '', limit: { atMost: 0 } },
]);
printLimit('raw', raw.length, 0);
printLimit('silent', graded('silent').length, 0);
printLimit('hang', graded('hang').length, 0);
printLimit('peak memory', Math.ceil(Math.max(0, ...strikes.map(({ peakMb }) => peakMb ?? 0))), PEAK_MB_MAX, ' MB');

function printLimit(name: string, figure: number, limit: number, unit = ''): void {
  console.log(`${name}: ${figure}${unit} (${limit})`);
  if (figure > limit) process.exitCode = 1;
}
