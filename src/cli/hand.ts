/** A hand is a worker without an engine: it takes nothing over, does one thing to one capture of a store, and has its turn on each device as any other. */
import type { CaptureRecord } from '../capture/store.ts';
import type { Address } from '../engine/database/address.ts';
import { openDatabase } from '../engine/database/database.ts';
import { fenceOf } from '../engine/fence.ts';
import { PACE } from '../engine/pace.ts';
import { PostgresStore } from '../engine/postgres-store.ts';
import { Workers } from '../engine/workers.ts';
import { openRun, type RunContext } from '../run/context.ts';
import type { Ports } from '../run/ports.ts';
import { openTableBook } from './audit-book.ts';
import type { Screen } from './screen.ts';
import { isGone, nameWorker } from './worker-name.ts';

interface Hand extends AsyncDisposable {
  store: PostgresStore;
  context: RunContext;
}

export async function openHand(address: Address, { captureId, playbook }: CaptureRecord, ports: Ports, screen: Screen): Promise<Hand> {
  const { pool, shown, close } = await openDatabase(address);
  const { clock } = ports;
  const own = nameWorker();
  if (address.kind === 'embedded') await Workers.strikeOffGone(pool, isGone);
  const workers = await Workers.join(pool, { own, ...PACE, clock, onLost: () => undefined });
  const audit = await openTableBook(pool, own, (text) => screen.tell(text, 'grave'));
  const store = new PostgresStore(pool, shown, workers);
  const fencing = { worker: own, ...PACE, monotonic: () => clock.monotonic(), sleep: (ms: number) => clock.sleep(ms) };
  return {
    store,
    context: openRun(playbook, { ...ports, journal: store, audit }, { guard: fenceOf(pool, captureId, fencing) }),
    [Symbol.asyncDispose]: async () => {
      await audit.settle();
      await workers.leave();
      await close();
    },
  };
}
