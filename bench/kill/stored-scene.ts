/** A stored scene: the first worker carries a capture out of a store, something is struck, and whoever is left must end it clean. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase } from '../../src/engine/database/database.ts';
import { type Place, placeOf } from '../../src/engine/database/place.ts';
import { stopServer } from '../../src/engine/database/server.ts';
import { SIDES } from '../../src/ipsec/side.ts';
import { faultsOfBundles } from './bundles.ts';
import { type Disk, mountDisk } from './disk.ts';
import { EvidenceLedger } from './evidence.ts';
import { armedOn, differencesOfBoth } from './lab-state.ts';
import type { Network } from './network.ts';
import { endWithin, faultsOf, startProgram } from './program.ts';
import { areArmed, type Reference } from './reference.ts';
import { findLibrary, makeClock, restartUnder } from './set-clock.ts';
import { argumentsOf, type Stage, tell } from './stage.ts';
import type { StoredPoint } from './stored-points.ts';
import { killDatabase, type Seen, type StoredScene, startHelper, statesOf } from './stored-stage.ts';
import { STORED_STRIKES } from './stored-strikes.ts';

const PATIENCE_MS = 240_000;
const ENDED_MS = 30_000;
const LOOK_MS = 400;
/** A cluster, its programs and its log, with room for a capture. */
const STORE_DISK = '256m';

/** Stores whose server may run: one that is stopped leaves none behind. */
const OPEN = new Set<Place>();
process.on('exit', () => OPEN.forEach(killDatabase));

export interface PlayedStored {
  failures: string[];
  /** From the strike to the end of all; undefined where nothing was ever remembered. */
  endedMs: number | undefined;
}

export type DrawnScene = StoredScene & { point: StoredPoint };

/** What befalls the routers while it is captured, and when it is struck. */
export interface Course {
  prepare?(database: Database): Promise<void>;
  /** Until the signal comes. */
  walk(scene: StoredScene, signal: AbortSignal): Promise<void>;
  strike(scene: DrawnScene): Promise<void>;
  /** Beside that each capture has ended. */
  isOver?(place: Place): Promise<boolean>;
}

const DRAWN: Course = {
  walk: ({ stage, known }, signal) => flapWhenArmed(stage, known, signal),
  strike: async (scene) => {
    await sleep(scene.point.delayMs);
    await strike(scene);
  },
};

export async function strike(scene: DrawnScene): Promise<void> {
  tell(scene.stage, `strikes: ${scene.point.strike}`);
  await STORED_STRIKES[scene.point.strike].hit(scene);
}

export async function playStored(
  point: StoredPoint,
  stage: Stage,
  network: Network,
  known: Reference,
  course = DRAWN,
): Promise<PlayedStored> {
  using disk = diskOf(point, stage);
  const scene = await openScene(point, stage, network, known, disk, course);
  const ledger = new EvidenceLedger();
  const flapping = new AbortController();
  const failures: string[] = [];
  try {
    scene.workers.push(startProgram(stage.surroundings, [...argumentsOf(stage, ['run']), '--store', scene.store]));
    void course.walk(scene, flapping.signal);
    if (point.helper === 'beside') {
      await untilRemembered(scene);
      startHelper(scene);
    }
    const striking = course.strike(scene);
    const struckMs = performance.now();
    const helping = striking.then(() => help(scene));
    const states = await untilEnded(scene, ledger, helping, course);
    const endedMs = states.length > 0 ? performance.now() - struckMs : undefined;
    await helping;
    failures.push(...(await Promise.all(scene.later)).flat());
    failures.push(...(await judge({ point, states, stage, reference: known, ledger })));
    return { failures, endedMs };
  } finally {
    flapping.abort();
    failures.push(...(await endAll(scene)));
  }
}

async function openScene(
  point: StoredPoint,
  stage: Stage,
  network: Network,
  known: Reference,
  disk: Disk | undefined,
  { prepare }: Course,
): Promise<DrawnScene> {
  const store = storeOf(stage);
  const place = placeOf(store, process.getuid?.());
  OPEN.add(place);
  const database = await openDatabase({ kind: 'embedded', folder: store });
  await prepare?.(database);
  await database.close();
  const library = point.strike === 'clock set' ? findLibrary() : undefined;
  const scene = { point, stage, known, store, place, workers: [], network, disk, later: [] };
  if (library === undefined) return { ...scene, clocks: undefined };
  const clocks = { workers: makeClock(stage.folder, 'workers', library), database: makeClock(stage.folder, 'database', library) };
  await restartUnder(clocks.database, place);
  const surroundings = { ...stage.surroundings, env: { ...stage.surroundings.env, ...clocks.workers.env } };
  return { ...scene, stage: { ...stage, surroundings }, clocks };
}

const storeOf = ({ folder }: Stage): string => join(folder, 'store');

function diskOf({ strike }: StoredPoint, stage: Stage): Disk | undefined {
  if (strike === 'disk of store full') return mountDisk(storeOf(stage), STORE_DISK, '711');
  if (strike !== 'disk of bundles full') return undefined;
  mkdirSync(stage.folder, { recursive: true });
  return mountDisk(stage.out);
}

/** Whoever is there behind the strike; a second one is killed as well. */
async function help(scene: StoredScene): Promise<void> {
  const { point, workers } = scene;
  if (point.helper === 'behind') startHelper(scene);
  if (point.againMs === undefined) return;
  await sleep(point.againMs);
  workers.at(-1)?.send('SIGKILL');
  startHelper(scene);
}

export async function flapWhenArmed({ lab }: Stage, reference: Reference, signal: AbortSignal): Promise<void> {
  if (!(await lab.until((state) => areArmed(reference, state), PATIENCE_MS, signal))) return;
  await sleep(3000, undefined, { signal }).catch(() => undefined);
  if (!signal.aborted) lab.order({ kind: 'play', scenario: 'delete-lost', receiver: 'b', afterSeconds: 1 });
}

async function untilRemembered({ place, workers }: StoredScene): Promise<void> {
  const over = watchFirst(workers);
  for (const untilMs = performance.now() + PATIENCE_MS; performance.now() < untilMs && !over.isOver; await sleep(LOOK_MS))
    if (((await statesOf(place)) ?? []).length > 0) return;
}

function watchFirst(workers: StoredScene['workers']): { isOver: boolean } {
  const over = { isOver: false };
  void workers[0]?.ended.then(() => {
    over.isOver = true;
  });
  return over;
}

/** Nothing is remembered where the first worker died, or was refused, before it asked for anything. */
async function untilEnded(
  { place, stage, workers }: StoredScene,
  ledger: EvidenceLedger,
  helping: Promise<void>,
  { isOver = async () => true }: Course,
): Promise<Seen[]> {
  const over = watchFirst(workers);
  let isHelped = false;
  void helping.then(() => {
    isHelped = true;
  });
  let last = '';
  let states: Seen[] = [];
  for (const untilMs = performance.now() + PATIENCE_MS; performance.now() < untilMs; await sleep(LOOK_MS)) {
    const found = await statesOf(place);
    ledger.note((await stage.lab.look()).content);
    if (found === undefined) continue;
    states = found;
    const told = JSON.stringify(states);
    if (told !== last) tell(stage, told);
    last = told;
    const areEnded = states.every(({ phase }) => phase === 'ended') && (states.length > 0 || over.isOver);
    if (isHelped && areEnded && (await isOver(place))) return states;
  }
  return states;
}

/** Gives what no user should have seen. */
async function endAll({ stage, workers, place }: StoredScene): Promise<string[]> {
  const faults: string[] = [];
  for (const worker of workers) {
    worker.send('SIGCONT');
    worker.send('SIGTERM');
    const ended = await endWithin(worker, ENDED_MS);
    tell(stage, `flaptrap ${worker.args.join(' ')}\n${worker.said}exit ${ended?.code ?? ended?.signal ?? 'not ended'}`);
    // Who was killed has nothing more to say for itself, nor who had only just been started.
    if (ended?.signal !== 'SIGKILL' && ended?.signal !== 'SIGTERM') faults.push(...faultsOf(worker, ended));
  }
  await stopServer(place);
  OPEN.delete(place);
  return faults;
}

/** What nobody had saved goes with a restart, whoever's it was. */
function isOfReload({ strike, side }: StoredPoint, what: string): boolean {
  return strike === 'reload of a router' && what.startsWith(`${side}: `) && what.endsWith('OPS-BACKUP is gone');
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
