/** Routers that are heard at 50,000 datagrams a second: does every trigger start its capture once, is none lost, does memory stay flat. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { CaptureState, Spring } from '../src/engine/engine.ts';
import { HeardSprings, type SpringOutcome } from '../src/fleet/heard-springs.ts';
import type { Heard, Tally } from '../src/syslog/heard.ts';
import { type Listener, startListener } from '../src/syslog/listener.ts';
import { medianOf, printGoals } from './goal.ts';
import { type Sent, TUNNELS, tunnelOf } from './syslog/flood.ts';

const { values } = parseArgs({ options: { rate: { type: 'string', default: '50000' }, seconds: { type: 'string', default: '20' } } });
const [RATE, SECONDS] = [Number(values.rate), Number(values.seconds)];
/** Fewer than tunnels that flap in the flood: the rest must be counted, and started by nobody. */
const BUDGET = { perMinute: 60, perHour: 60 };
/** Everything has been used once by then. */
const WARM_SECONDS = Math.min(5, SECONDS / 4);
/** One small object kept of each datagram would be 30 MB and more by then; the collectors of both threads swing by some 10, and over 45 s it stays where it is. [measured] */
const GROWTH_MB_MAX = 16;

/** What became of each capture: how many ms after its message it was sprung, and which were over the budget. */
interface Springs {
  byCapture: Map<string, number[]>;
  overBudget: Set<string>;
}

function waiting(index: number): CaptureState {
  const { a, b } = tunnelOf(index);
  const end = (name: string, address: string) => ({ name, address, isOurs: true, standing: 'armed' });
  return {
    captureId: index.toString(16).padStart(8, '0'),
    playbook: 'tunnel-flaps',
    peers: { a: end('hq', a), b: end(`branch-${index}`, b) },
    phase: 'waiting',
    armedAt: '2026-01-05T03:00:00.000Z',
    leaseEndsAt: '2026-01-12T03:00:00.000Z',
    capturesLeft: 3,
    worker: 'bench',
    operator: 'bench',
    outcome: null,
    ending: null,
    trouble: null,
    bundles: [],
  };
}

function openSprings(): { watching: HeardSprings; springs: Springs } {
  const springs: Springs = { byCapture: new Map(), overBudget: new Set() };
  const states = Array.from({ length: TUNNELS }, (_, index) => waiting(index));
  const spring = (captureId: string, { at }: Spring): Promise<void> => {
    springs.byCapture.set(captureId, [...(springs.byCapture.get(captureId) ?? []), Date.now() - Date.parse(at)]);
    return Promise.resolve();
  };
  const tell = ({ what, captureId }: SpringOutcome): void => {
    if (what === 'over-budget') springs.overBudget.add(captureId);
  };
  const engine = { captures: () => Promise.resolve(states), spring };
  return { watching: new HeardSprings({ engine, budget: BUDGET, tell }), springs };
}

/** Of the whole process: the listener's thread is part of it. */
function memoryMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}

interface Run {
  sent: Sent;
  tally: Tally;
  memory: number[];
  heard: number;
  receiveBufferBytes: number;
  threadCpuPercent: number;
}

async function run(watching: HeardSprings): Promise<Run> {
  let heard = 0;
  const take = (batch: readonly Heard[]): Promise<void> => {
    heard += batch.length;
    return watching.take(batch, Date.now());
  };
  const hearer = { take, tell: (what: string) => console.log(`listener: ${what}`) };
  const listener = await startListener({ allowed: ['127.0.0.1'], udp: [{ host: '127.0.0.1', port: 0 }] }, hearer);
  const [door] = listener.opened.udp;
  const before = process.cpuUsage();
  const { sent, memory } = await flood(door?.port ?? 0);
  const used = process.cpuUsage(before);
  const tally = await settled(listener, sent);
  await listener.close();
  await watching.settle();
  const threadCpuPercent = ((used.user + used.system) / 1e6 / SECONDS) * 100;
  return { sent, tally, memory, heard, receiveBufferBytes: door?.receiveBufferBytes ?? 0, threadCpuPercent };
}

async function flood(port: number): Promise<{ sent: Sent; memory: number[] }> {
  const memory: number[] = [];
  const measuring = setInterval(() => memory.push(memoryMb()), 1000);
  const sender = fork(fileURLToPath(new URL('./syslog/flood.js', import.meta.url)), [`${port}`, `${RATE}`, `${SECONDS}`], { execArgv: [] });
  const [sent] = (await once(sender, 'message')) as [Sent];
  clearInterval(measuring);
  return { sent, memory };
}

/** Once nothing more comes. */
async function settled(listener: Listener, { datagrams }: Sent): Promise<Tally> {
  let last = -1;
  for (;;) {
    const tally = await listener.tally();
    if (tally === undefined) throw new Error('the listener has ended');
    if (tally.received >= datagrams || tally.received === last) return tally;
    last = tally.received;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const { watching, springs } = openSprings();
const result = await run(watching);
const { sent, tally, memory } = result;
const delays = [...springs.byCapture.values()].flat();
const startedOnce = [...springs.byCapture.values()].filter((times) => times.length === 1).length;
const wanted = Math.min(BUDGET.perMinute, sent.tunnels);
const warm = memory.slice(Math.ceil(WARM_SECONDS));
const growthMb = medianOf(warm.slice(-3)) - medianOf(warm.slice(0, 3));

console.log(
  `  sent       ${sent.datagrams} datagrams in ${sent.seconds.toFixed(2)} s, ${Math.round(sent.datagrams / sent.seconds)} a second`,
);
console.log(`             triggers of ${sent.tunnels} tunnels, ${sent.triggers} messages, torn and repeated ones among them`);
console.log(`  received   ${tally.received}; lost by the socket ${tally.socketDrops ?? 'not known'}, by sequence numbers ${tally.lost}`);
console.log(`             receive buffer ${result.receiveBufferBytes} bytes (bounded by net.core.rmem_max)`);
console.log(`  heard      ${tally.heard} handed over, ${tally.repeated} repeated, ${tally.unread} unread and kept`);
console.log(
  `             flooded: ${tally.flooded.byFlow} by flow, ${tally.flooded.bySource} by source; overflowed ${tally.overflowed}; connections turned away ${tally.crowdedOut}`,
);
console.log(
  `  captures   ${watching.counts.sprung} sprung, ${watching.counts.overBudget} over the budget, ${watching.counts.already} of one that was sprung`,
);
console.log(`  memory     ${memory.map((each) => Math.round(each)).join(' ')} MB, second by second`);
console.log(`  processor  ${Math.round(result.threadCpuPercent)} % of a core, listener and judging`);

const accounted = tally.heard + tally.repeated + tally.flooded.byFlow + tally.flooded.bySource;
printGoals([
  { name: 'datagrams a second', figure: sent.datagrams / sent.seconds, unit: 'a second', limit: { atLeast: RATE * 0.98 } },
  { name: 'seconds of flood', figure: sent.seconds, unit: 's', limit: { atLeast: SECONDS * 0.98 } },
  { name: 'datagrams lost', figure: sent.datagrams - tally.received, unit: 'datagrams', limit: { atMost: 0 } },
  {
    name: 'loss that was not stated',
    figure: Math.abs(sent.datagrams - tally.received - tally.lost),
    unit: 'datagrams',
    limit: { atMost: 0 },
  },
  { name: 'triggers not accounted for', figure: Math.abs(sent.triggers - accounted), unit: 'messages', limit: { atMost: 0 } },
  { name: 'captures within the budget not started once', figure: Math.abs(wanted - startedOnce), unit: 'captures', limit: { atMost: 0 } },
  { name: 'captures started beyond the budget', figure: delays.length - wanted, unit: 'captures', limit: { atMost: 0 } },
  {
    name: 'tunnels over the budget not said',
    figure: Math.abs(sent.tunnels - wanted - springs.overBudget.size),
    unit: 'tunnels',
    limit: { atMost: 0 },
  },
  { name: 'median from message to spring', figure: medianOf(delays), unit: 'ms', limit: { atMost: 500 } },
  { name: 'growth of memory', figure: growthMb, unit: 'MB', limit: { atMost: GROWTH_MB_MAX } },
]);
