/** The strikes of the proof by a store: what befalls its workers, its database, its disks, its network, its clock, and the routers. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DBOSClient } from '@dbos-inc/dbos-sdk';
import { printUrl } from '../../src/engine/database/database.ts';
import { findPostmaster } from '../../src/engine/database/postmaster.ts';
import { canMount } from './disk.ts';
import { startProgram } from './program.ts';
import { findLibrary } from './set-clock.ts';
import { tell } from './stage.ts';
import { holderOf, killDatabase, oldestWorker, type StoredScene, startHelper, untilStore } from './stored-stage.ts';
import { wake } from './woken.ts';

export interface StoredStrike {
  /** Something is ended by kill -9. */
  isKill: boolean;
  /** Why it cannot be tried here; undefined where it can. */
  lacks?(): string | undefined;
  hit(scene: StoredScene): void | Promise<void>;
}

/** Longer than a silent worker is believed, and than a line may be on its way. */
const STOPPED_MS = 40_000;
const BOOT_MS = 60_000;
/** Until another has taken over from one that is silent, on a busy machine. */
const TAKEN_OVER_MS = 40_000;
const NAME = 'kill-proof';
/** In which a program that may not join has said so. */
const REFUSED_MS = 6000;
/** A minute of a bad time server; an hour of a zone that was set wrong; beyond the lease; days. */
const STEPS_SECONDS = [90, -90, 3600, -3600, 10_800, -10_800, 259_200, -259_200];

const needsDisk = (): string | undefined => (canMount('/tmp/flaptrap-kill-try') ? undefined : 'a file system may not be mounted');

export const STORED_STRIKES = {
  kill: { isKill: true, hit: ({ workers }) => workers[0]?.send('SIGKILL') },
  'kill both': {
    isKill: true,
    hit: ({ workers, place }) => {
      workers[0]?.send('SIGKILL');
      killDatabase(place);
    },
  },
  'kill database': { isKill: true, hit: ({ place }) => killDatabase(place) },
  'kill database in takeover': { isKill: true, hit: killInTakeover },
  'same name': { isKill: true, hit: drainAndStart },
  'stop and wake': { isKill: false, hit: stopAndWake },
  'one message': { isKill: false, hit: wakeOnMessage },
  close: { isKill: false, hit: ({ workers }) => workers[0]?.send('SIGHUP') },
  'reload of a router': {
    isKill: false,
    hit: ({ stage, point }) => stage.lab.order({ kind: 'reload', side: point.side, bootMs: BOOT_MS }),
  },
  'network cut': { isKill: false, hit: cutNetwork },
  'flash full': { isKill: false, hit: fillFlash },
  'disk of bundles full': { isKill: false, lacks: needsDisk, hit: (scene) => fillDisk(scene) },
  'disk of store full': { isKill: false, lacks: needsDisk, hit: (scene) => fillDisk(scene) },
  'clock set': {
    isKill: false,
    lacks: () => (findLibrary() === undefined ? 'libfaketime is not installed' : undefined),
    hit: (scene) => setClocks(scene),
  },
} as const satisfies Record<string, StoredStrike>;

export type StoredStrikeId = keyof typeof STORED_STRIKES;

/** Nobody waits for it: the other worker takes over meanwhile. */
async function stopAndWake(scene: StoredScene): Promise<void> {
  const [first] = scene.workers;
  if (first === undefined) return;
  const name = await oldestWorker(scene.place);
  first.send('SIGSTOP');
  scene.later.push(wake(scene, first, name, STOPPED_MS));
}

/** In the very moment in which another goes on with what the dead one carried. */
async function killInTakeover(scene: StoredScene): Promise<void> {
  const { workers, place, point } = scene;
  const name = await oldestWorker(place);
  workers[0]?.send('SIGKILL');
  if (point.helper === 'behind') startHelper(scene);
  const isStruckOff = await untilStore(place, 'SELECT 1 FROM flaptrap.workers WHERE worker = $1', [name], 0, TAKEN_OVER_MS);
  await sleep(point.form * 600);
  tell(
    scene.stage,
    `the database is killed ${isStruckOff ? `${Math.round(point.form * 600)} ms into the takeover` : 'without a takeover'}`,
  );
  killDatabase(place);
}

/** One that drains, or stands still, and another of its name that begins before it has gone, as where a service is started anew. */
async function drainAndStart(scene: StoredScene): Promise<void> {
  const { workers, point, stage } = scene;
  workers[0]?.send('SIGKILL');
  const first = startNamed(scene);
  await sleep(TAKEN_OVER_MS / 4 + point.lastsMs);
  const isDrained = point.form < 0.5;
  first.send(isDrained ? 'SIGTERM' : 'SIGSTOP');
  if (!isDrained) scene.later.push(wake(scene, first, NAME, STOPPED_MS));
  tell(stage, `${NAME} ${isDrained ? 'drains' : 'stands still'}, and is started once more`);
  for (let tries = 0; tries < 3; tries += 1) {
    const next = startNamed(scene);
    const isRefused = await Promise.race([next.ended.then(() => true), sleep(REFUSED_MS, false)]);
    if (!isRefused) break;
  }
  startHelper(scene);
}

function startNamed({ stage, store, workers }: StoredScene): (typeof workers)[number] {
  const program = join(import.meta.dirname, 'named-worker.js');
  const worker = startProgram({ ...stage.surroundings, program }, [store, stage.out, NAME]);
  workers.push(worker);
  return worker;
}

/** Two have it in hand when the message comes, twice: by each of two that have heard the router. */
async function wakeOnMessage(scene: StoredScene): Promise<void> {
  const { workers, place, point } = scene;
  await untilStore(place, "SELECT 1 FROM flaptrap.captures WHERE phase = 'waiting'", [], 1, TAKEN_OVER_MS);
  const [first] = workers;
  const before = await holderOf(place);
  first?.send('SIGSTOP');
  if (point.helper === 'behind') startHelper(scene);
  if (before !== undefined) await untilStore(place, 'SELECT 1 FROM flaptrap.captures WHERE worker = $1', [before.worker], 0, TAKEN_OVER_MS);
  if (first !== undefined) scene.later.push(wake(scene, first, before?.worker, point.form < 0.5 ? point.form * 400 : 0));
  const spring = { by: 'syslog', side: point.side, at: new Date().toISOString() };
  await sendTwice(scene, before?.captureId, { kind: 'spring', spring });
}

async function sendTwice({ place, stage }: StoredScene, captureId: string | undefined, message: unknown): Promise<void> {
  const running = findPostmaster(place);
  if (running === undefined || captureId === undefined) return;
  const systemDatabaseUrl = `${printUrl(running)}&options=${encodeURIComponent('-c idle_in_transaction_session_timeout=60000')}`;
  const clients = await Promise.all([1, 2].map(() => DBOSClient.create({ systemDatabaseUrl })));
  try {
    await Promise.all(clients.map((client) => client.send(captureId, message, 'capture')));
  } catch (error) {
    tell(stage, `not sent: ${String(error)}`);
  } finally {
    for (const client of clients) await client.destroy();
  }
}

async function cutNetwork({ network, point, stage }: StoredScene): Promise<void> {
  const sides = point.form < 0.3 ? (['a', 'b'] as const) : [point.side];
  const how = Math.floor(point.form * 10) % 2 === 0 ? 'silent' : 'reset';
  tell(stage, `the way to ${sides.join(' and ')} is cut (${how}) for ${point.lastsMs} ms`);
  for (const side of sides) network.cut(side, how);
  await sleep(point.lastsMs);
  for (const side of sides) network.mend(side);
}

/** For a while, or for good. */
async function fillFlash({ stage, point }: StoredScene): Promise<void> {
  const { side, lastsMs, form } = point;
  stage.lab.order({ kind: 'flash', side, isFull: true });
  if (form < 0.5) return;
  await sleep(lastsMs);
  stage.lab.order({ kind: 'flash', side, isFull: false });
}

async function fillDisk({ disk, point, stage }: StoredScene): Promise<void> {
  disk?.fill();
  tell(stage, 'the disk is full');
  await sleep(point.lastsMs);
  disk?.empty();
  tell(stage, 'the disk has room again');
}

/** That of the one machine with all on it; that of the workers alone, or of a database elsewhere. */
function setClocks({ clocks, point, stage }: StoredScene): void {
  const step = STEPS_SECONDS[Math.floor(point.form * STEPS_SECONDS.length)] ?? 90;
  const whose = (['all', 'workers', 'database'] as const)[point.number % 3] ?? 'all';
  tell(stage, `the clock of ${whose} is set by ${step} s`);
  if (whose !== 'database') clocks?.workers.set(step);
  if (whose !== 'workers') clocks?.database.set(step);
}
