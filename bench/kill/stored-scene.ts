/** A stored scene: the first worker carries a capture out of a store, is struck, and whoever is left must end it clean. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase, printUrl } from '../../src/engine/database/database.ts';
import { placeOf } from '../../src/engine/database/place.ts';
import { findPostmaster } from '../../src/engine/database/postmaster.ts';
import { stopServer } from '../../src/engine/database/server.ts';
import type { CaptureState } from '../../src/engine/engine.ts';
import { SIDES } from '../../src/ipsec/side.ts';
import { faultsOfBundles } from './bundles.ts';
import { EvidenceLedger } from './evidence.ts';
import { armedOn, differencesOfBoth } from './lab-state.ts';
import { endWithin, type Program, startProgram } from './program.ts';
import { areArmed, type Reference } from './reference.ts';
import { argumentsOf, type Stage, tell } from './stage.ts';
import type { StoredPoint } from './stored-points.ts';

const PATIENCE_MS = 150_000;
/** Longer than a silent worker is believed, and than a line may be on its way. */
const STOPPED_MS = 40_000;
const LOOK_MS = 400;

/** Gives what went wrong. */
export async function playStored(point: StoredPoint, stage: Stage, reference: Reference): Promise<string[]> {
  const store = `${stage.folder}/store`;
  await (await openDatabase({ kind: 'embedded', folder: store })).close();
  const ledger = new EvidenceLedger();
  const workers: Program[] = [];
  const helper = (): void => void workers.push(startProgram(stage.surroundings, [...argumentsOf(stage, ['resume']), '--store', store]));
  const flapping = new AbortController();
  try {
    workers.push(startProgram(stage.surroundings, [...argumentsOf(stage, ['run']), '--store', store]));
    void flapWhenArmed(stage, reference, flapping.signal);
    if (point.helper === 'beside') {
      await untilRemembered(store);
      helper();
    }
    await sleep(point.delayMs);
    await strike(point, stage, store, workers);
    if (point.helper === 'behind') helper();
    if (point.againMs !== undefined) {
      await sleep(point.againMs);
      workers.at(-1)?.send('SIGKILL');
      helper();
    }
    const states = await untilEnded(store, stage, ledger);
    return [...(await judge({ point, states, stage, reference, ledger }))];
  } finally {
    flapping.abort();
    for (const worker of workers) {
      worker.send('SIGCONT');
      worker.send('SIGTERM');
      await endWithin(worker, 20_000);
      tell(stage, `flaptrap ${worker.args.join(' ')}\n${worker.said}`);
    }
    await stopServer(placeOf(store, process.getuid?.()));
  }
}

async function flapWhenArmed({ lab }: Stage, reference: Reference, signal: AbortSignal): Promise<void> {
  if (!(await lab.until((state) => areArmed(reference, state), PATIENCE_MS, signal))) return;
  await sleep(3000, undefined, { signal }).catch(() => undefined);
  if (!signal.aborted) lab.order({ kind: 'play', scenario: 'delete-lost', receiver: 'b', afterSeconds: 1 });
}

async function strike({ strike: kind }: StoredPoint, stage: Stage, store: string, workers: readonly Program[]): Promise<void> {
  const [first] = workers;
  tell(stage, `strikes: ${kind}`);
  if (kind === 'kill' || kind === 'kill both') first?.send('SIGKILL');
  if (kind === 'close') first?.send('SIGHUP');
  if (kind === 'kill database' || kind === 'kill both') killDatabase(store);
  if (kind === 'reload hq') stage.lab.order({ kind: 'reload', side: 'a', bootMs: 60_000 });
  if (kind === 'reload branch') stage.lab.order({ kind: 'reload', side: 'b', bootMs: 60_000 });
  if (kind === 'stop and wake') {
    first?.send('SIGSTOP');
    // Nobody waits for it: the other worker takes over meanwhile.
    void sleep(STOPPED_MS).then(() => first?.send('SIGCONT'));
  }
}

function killDatabase(store: string): void {
  const running = findPostmaster(placeOf(store, process.getuid?.()));
  if (running !== undefined) process.kill(running.pid, 'SIGKILL');
}

type Seen = Pick<CaptureState, 'captureId' | 'phase'> & {
  state: { next?: string | null; ending?: string | null; trouble?: string | null };
};

async function statesOf(store: string): Promise<Seen[]> {
  const running = findPostmaster(placeOf(store, process.getuid?.()));
  if (running === undefined) return [];
  const client = new pg.Client({ connectionString: printUrl(running) });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Seen>('SELECT capture_id AS "captureId", phase, state FROM flaptrap.captures ORDER BY opened_at');
    return rows;
  } catch {
    return [];
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function untilRemembered(store: string): Promise<void> {
  for (const untilMs = performance.now() + PATIENCE_MS; performance.now() < untilMs; await sleep(LOOK_MS))
    if ((await statesOf(store)).length > 0) return;
}

/** Nothing is remembered where the first worker died before it asked for anything. */
async function untilEnded(store: string, stage: Stage, ledger: EvidenceLedger): Promise<Seen[]> {
  let last = '';
  for (const untilMs = performance.now() + PATIENCE_MS; ; await sleep(LOOK_MS)) {
    const states = await statesOf(store);
    ledger.note((await stage.lab.look()).content);
    const told = JSON.stringify(states);
    if (told !== last) tell(stage, told);
    last = told;
    const isOver = states.every(({ phase }) => phase === 'ended');
    if ((isOver && (states.length > 0 || performance.now() > untilMs - PATIENCE_MS + 20_000)) || performance.now() > untilMs) return states;
  }
}

/** What nobody had saved goes with a restart, whoever's it was. */
function isOfReload({ strike: kind }: StoredPoint, what: string): boolean {
  const side = { 'reload hq': 'a', 'reload branch': 'b' }[kind as string];
  return side !== undefined && what.startsWith(`${side}: `) && what.endsWith('OPS-BACKUP is gone');
}

interface Judging {
  point: StoredPoint;
  states: readonly Seen[];
  stage: Stage;
  reference: Reference;
  ledger: EvidenceLedger;
}

async function judge({ point, states, stage, reference, ledger }: Judging): Promise<string[]> {
  const { state, content } = await stage.lab.look();
  const open = states.filter(({ phase }) => phase !== 'ended').map(({ captureId, phase }) => `not ended: ${captureId} is ${phase}`);
  const left = differencesOfBoth(reference.before, state)
    .filter((what) => !isOfReload(point, what))
    .map((what) => `left: ${what}`);
  const twice = SIDES.filter((side) => stage.lab.history.some((each) => armedOn(each[side]).length > 1));
  const lost = ledger.lost(content, stage.out);
  return [
    ...open,
    ...left,
    ...twice.map((side) => `${side} was armed twice at once`),
    ...(lost.length > 0 ? [`evidence lost, neither on flash nor in a bundle: ${lost.join(', ')}`] : []),
    ...faultsOfBundles(stage.out),
  ];
}
