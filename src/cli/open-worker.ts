/** A worker is this process among those that carry captures of one store, for as long as a command runs. */
import type { Audit } from '../audit/write.ts';
import { SYSTEM_CLOCK } from '../capture/clock.ts';
import { within } from '../device/within.ts';
import { type Address, showAddress } from '../engine/database/address.ts';
import { type Database, openDatabase } from '../engine/database/database.ts';
import { keepServer } from '../engine/database/keep-server.ts';
import { sayStoreTrouble, wasCut } from '../engine/database/trouble.ts';
import { requireWanted } from '../engine/database/wanted.ts';
import type { Engine } from '../engine/engine.ts';
import { type Figures, openFigures } from '../engine/figures.ts';
import { type EngineOptions, openEngine } from '../engine/open-engine.ts';
import { PACE } from '../engine/pace.ts';
import { PostgresStore } from '../engine/postgres-store.ts';
import { States } from '../engine/states.ts';
import { isWorkerAlive, Workers } from '../engine/workers.ts';
import { messageOf } from '../errors.ts';
import { databaseMemory } from '../fleet/gate/database-memory.ts';
import type { GateRules } from '../fleet/gate/gate-state.ts';
import { GateKeeper } from '../fleet/gate/keeper.ts';
import { DEFAULT_RULES } from '../fleet/rules.ts';
import { openTableBook } from './audit-book.ts';
import { type Log, openLog } from './log.ts';
import { readVersion } from './program/version.ts';
import type { Screen } from './screen.ts';
import { storeAddress } from './store-address.ts';
import { isGone, nameWorker } from './worker-name.ts';

export interface Worker extends AsyncDisposable {
  engine: Engine;
  /** Where captures are remembered, as a person is told. */
  place: string;
  records: PostgresStore;
  /** Before the logins of its looks, and of a fleet; all workers of the store share it. */
  gate: GateKeeper;
  /** To look only: what changes is the engine's to write. */
  states: States;
  /** The book of all that this worker types on routers. */
  audit: Audit;
  /** Comes when another worker has taken over what this one carried. */
  lost: AbortSignal;
  /** How it does, for whoever watches over it. */
  figures: Figures;
}

export interface WorkerOptions {
  log?: Log;
  /** Its captures are a fleet's: each of their logins passes the gate, by the rates that are said here, where any are. */
  fleet?: Partial<GateRules> | undefined;
  /** For hours or days: it looks at what waits and nobody watches. */
  stays?: boolean | undefined;
  pace?: EngineOptions['pace'];
  /** Comes when nobody wants it any more while it is opened. */
  stop?: AbortSignal | undefined;
}

/** A store that answers is left within a second. */
const CLOSING_MS = 15_000;

/** An embedded database that is ended while it is opened is started again, and the worker begins anew. */
const OPENINGS = 5;
const OPENING_PAUSE_MS = 1000;

/** `store`: what --store says. */
export async function openWorker(
  store: string | undefined,
  out: string,
  screen: Pick<Screen, 'tell'>,
  { log = openLog('text', screen), ...options }: WorkerOptions = {},
): Promise<Worker> {
  const address = storeAddress(store);
  const worker = nameWorker();
  for (let left = OPENINGS; ; left -= 1)
    try {
      return await openOnce(address, { worker, out, log, ...options });
    } catch (error) {
      if (left === 1 || address.kind === 'team' || !wasCut(error)) throw sayStoreTrouble(error, showAddress(address));
      log.note('warn', `the database was ended while it was opened, and is opened again: ${messageOf(error)}`);
      await SYSTEM_CLOCK.sleep(OPENING_PAUSE_MS, options.stop);
    }
}

async function openOnce(address: Address, options: Omit<Joining, 'over'>): Promise<Worker> {
  const database = await openDatabase(address, options.stop);
  const over = new AbortController();
  void keepServer(address, SYSTEM_CLOCK, over.signal);
  try {
    requireWanted(options.stop);
    return await join(database, address, { ...options, over });
  } catch (error) {
    // Else what keeps the database up, and its connections, would keep a process that can do nothing more.
    over.abort();
    await database.close();
    throw error;
  }
}

interface Joining extends Omit<WorkerOptions, 'log'> {
  /** One name, however often it begins anew. */
  worker: string;
  out: string;
  log: Log;
  /** Ends what keeps the database up. */
  over: AbortController;
}

async function join(database: Database, address: Address, { worker, out, log, fleet, stays, pace, stop, over }: Joining): Promise<Worker> {
  const lost = new AbortController();
  const { pool, shown } = database;
  // And itself, where the database was ended before it could leave.
  if (address.kind === 'embedded') await Workers.strikeOffGone(pool, (other) => other === worker || isGone(other));
  const audit = await openTableBook(pool, worker, (text) => log.note('error', text));
  const gate = new GateKeeper(databaseMemory(pool, DEFAULT_RULES.gate, PACE.deadMs), SYSTEM_CLOCK, worker);
  if (fleet !== undefined) await gate.rule(fleet);
  const engine = await openEngine({
    database,
    worker,
    clock: SYSTEM_CLOCK,
    out,
    pace,
    reachOf: (_playbook, purpose) => ({ audit, ...(fleet && { gate: gate.gateFor(purpose), isRotating: true }) }),
    // The engine's own progress is of use to nobody else.
    log: (level, text) => (level === 'error' ? log.note('warn', `the store: ${text}`) : undefined),
    onLost: () => lost.abort(),
    lookGate: stays === true ? gate.gateFor('look') : undefined,
    isGone: address.kind === 'embedded' ? isGone : undefined,
    stop,
  });
  const figures = openFigures({ engine, pool, audit, lost: lost.signal, version: readVersion(), nowMs: Date.now });
  return {
    engine,
    figures,
    place: shown,
    records: new PostgresStore(pool, shown, { own: worker, isAlive: (other) => isWorkerAlive(pool, other, PACE.deadMs) }),
    gate,
    states: new States(pool, worker),
    audit,
    lost: lost.signal,
    [Symbol.asyncDispose]: async () => {
      over.abort();
      figures.close();
      const closed = engine
        .close()
        .then(() => gate.close())
        .then(() => audit.settle())
        .then(() => database.close());
      // A store that does not answer keeps nobody from ending: what is armed stays armed for whoever comes next.
      await within(closed, CLOSING_MS).catch((error) => log.note('warn', `the store was not left in good order: ${messageOf(error)}`));
    },
  };
}
