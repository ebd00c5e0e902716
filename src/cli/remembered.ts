/** What is remembered of captures, in the database and in files: the one that is named, the only open one, or all of them. */
import { FileStore } from '../capture/file-store.ts';
import { type CaptureRecord, sidesInDoubt } from '../capture/store.ts';
import type { Address } from '../engine/database/address.ts';
import { openDatabase } from '../engine/database/database.ts';
import { isMade } from '../engine/database/store-status.ts';
import type { CaptureState } from '../engine/engine.ts';
import { PACE } from '../engine/pace.ts';
import { PostgresStore } from '../engine/postgres-store.ts';
import { States } from '../engine/states.ts';
import { isWorkerAlive } from '../engine/workers.ts';
import { FlaptrapError } from '../errors.ts';
import { withLeaseEnd } from '../playbook/with-lease.ts';
import { recallCapture, tellOfJournal } from './recall-capture.ts';
import type { Screen } from './screen.ts';
import { memoryOf } from './store-address.ts';
import { isGone } from './worker-name.ts';

/** As a command line names them. */
export interface Places {
  state: string;
  store?: string | undefined;
}

/** A record, and how far it is where a worker carries it. */
export type Found = { record: CaptureRecord; address: Address; state: CaptureState } | { record: CaptureRecord; address?: undefined };

/** The database to look into, opened to read only. */
export interface Reading extends AsyncDisposable {
  states: States;
  records: PostgresStore;
  place: string;
  /** By a worker that lives. */
  isCarried(worker: string | null): Promise<boolean>;
}

/** Undefined where captures are remembered in files, or where no database was ever begun: none is made to say that it is empty. */
export async function openReading({ store }: Pick<Places, 'store'>): Promise<(Reading & { address: Address }) | undefined> {
  const address = memoryOf(store);
  if (address === undefined || !isMade(address)) return undefined;
  const { pool, shown, close } = await openDatabase(address);
  // Nobody: it holds nothing and writes nothing.
  const records = new PostgresStore(pool, shown, { own: '', isAlive: async () => true });
  const isCarried = async (worker: string | null): Promise<boolean> =>
    worker !== null && !isGone(worker) && (await isWorkerAlive(pool, worker, PACE.deadMs));
  return { states: new States(pool, ''), records, place: shown, address, isCarried, [Symbol.asyncDispose]: close };
}

/** Without a name the only one that is open, or else the newest. Throws when there is none, or more than one. */
export async function findRemembered(captureId: string | undefined, places: Places, screen: Screen): Promise<Found> {
  const files = new FileStore(places.state);
  if (captureId !== undefined && (await files.read(captureId)) !== undefined) return inFiles(captureId, places, screen);
  await using reading = await openReading(places);
  if (reading === undefined) return inFiles(captureId, places, screen);
  const known = await reading.states.list();
  const state = captureId === undefined ? await choose(known, files, reading.place) : known.find((each) => each.captureId === captureId);
  if (state === undefined && (captureId === undefined || known.length === 0)) return inFiles(captureId, places, screen);
  if (state === undefined) throw notThere(captureId, [places.state, reading.place], known);
  const record = await reading.records.read(state.captureId);
  if (record === undefined) throw notThere(state.captureId, [reading.place], known);
  tellOfJournal(record, screen);
  return { record: { ...record, plan: withLeaseEnd(record.plan, state.leaseEndsAt) }, address: reading.address, state };
}

/** All of the database, and all of the files. */
export async function listRemembered(places: Places): Promise<{ captures: CaptureState[]; records: CaptureRecord[]; place: string }> {
  const { records, refused } = await new FileStore(places.state).listAll();
  if (refused[0] !== undefined) throw refused[0].why;
  await using reading = await openReading(places);
  return { captures: (await reading?.states.list()) ?? [], records, place: reading?.place ?? places.state };
}

async function inFiles(captureId: string | undefined, { state }: Places, screen: Screen): Promise<Found> {
  return { record: await recallCapture(state, captureId, screen) };
}

/** Undefined where it is to be sought in the files. */
async function choose(known: readonly CaptureState[], files: FileStore, place: string): Promise<CaptureState | undefined> {
  const open = known.filter(({ phase }) => phase !== 'ended');
  const { records, refused } = await files.listAll();
  const openFiles = [...records.filter((record) => sidesInDoubt(record).length > 0), ...refused];
  if (open.length === 0) return openFiles.length > 0 ? undefined : newest(known, records);
  if (open.length === 1 && openFiles.length === 0) return open[0];
  throw new FlaptrapError('input', 'there is more than one capture', {
    answer: [
      ...open.map(({ captureId, playbook, phase, leaseEndsAt }) => `${captureId}: ${phase} (${playbook}), lease until ${leaseEndsAt}`),
      ...openFiles.map(({ captureId }) => `${captureId}: in files, in ${files.place}`),
    ].join('\n'),
    next: `give the id of one of these; \`flaptrap status --remembered\` tells of all that ${place} remembers`,
  });
}

function newest(known: readonly CaptureState[], records: readonly CaptureRecord[]): CaptureState | undefined {
  const [state, record] = [known.at(-1), records.at(-1)];
  return state !== undefined && (record === undefined || record.plan.leaseEndsAt < state.leaseEndsAt) ? state : undefined;
}

function notThere(captureId: string | undefined, places: readonly string[], known: readonly CaptureState[]): FlaptrapError {
  return new FlaptrapError('input', `there is no capture ${captureId} in ${places.join(' or ')}`, {
    answer: `known: ${known.map((each) => each.captureId).join(', ')}`,
    next: 'give one of these ids, or another --store or --state',
  });
}
