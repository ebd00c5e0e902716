/** Running a capture out of a store: any worker goes on with it, should this process die; this one carries it, and shows how it goes. */
import type { CaptureRecord, Store } from '../capture/store.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { agreedPlan } from '../run/agree.ts';
import { openRun } from '../run/context.ts';
import type { Ports } from '../run/ports.ts';
import { type RunOptions, requireRoom } from '../run/run-capture.ts';
import { operatorOf } from './audit-book.ts';
import { follow, hearCarried, type Shown, type Speech, showEnd, tellGivenBack } from './follow.ts';
import { openWorker, type Worker } from './open-worker.ts';

/** `store`: what --store says. */
export interface StoredOptions extends RunOptions {
  store?: string | undefined;
  json?: boolean | undefined;
}

/** What somebody who leaves at once is told of; nothing before a store is open. */
export interface Left {
  journal: Pick<Store, 'place' | 'listAll'>;
}

/** The end of the stop ends the waiting; both routers are disarmed before this comes back. */
export async function runStored(playbook: Playbook, options: StoredOptions, speech: Speech, left: Left): Promise<number> {
  const { ports, screen } = speech;
  await using worker = await openWorker(options.store, options.out, screen, { stays: true, stop: ports.stop });
  left.journal = heldBy(worker);
  const plan = await agreeFor(worker, playbook, options, ports);
  const shown: Shown = { captureId: plan.captureId };
  const unhear = hearCarried(worker, shown, speech);
  try {
    await worker.engine.begin({ plan, playbook, operator: operatorOf(process.env), watch: 'kept' });
    screen.tell(
      `remembered in ${worker.place}: should this end, \`flaptrap resume ${plan.captureId}\` or any other worker goes on with it`,
    );
    const ended = await follow(worker, shown, ports.stop);
    return showEnd(ended, { json: options.json, stop: ports.stop, saved: shown.saved }, screen);
  } finally {
    unhear();
    await tellGivenBack(worker, shown.captureId, screen);
  }
}

/** The plan that is agreed to, once there is room for what it brings. */
export async function agreeFor(worker: Worker, playbook: Playbook, options: RunOptions, ports: Ports): Promise<Plan> {
  const context = openRun(playbook, { ...ports, journal: worker.records, audit: worker.audit });
  await requireRoom(context, options);
  return agreedPlan(context, options);
}

/** What this worker carries, and nobody else. */
export function heldBy({ records, place }: Pick<Worker, 'records' | 'place'>): Left['journal'] {
  return { place, listAll: () => records.listHeld() };
}

/** Of a command that works on one capture: as it was when it began. */
export function onlyOf(record: CaptureRecord, { journal }: Pick<Ports, 'journal'>): Left['journal'] {
  return { place: journal.place, listAll: async () => ({ records: [record], refused: [] }) };
}
