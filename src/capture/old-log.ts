/** What a logging buffer holds is brought home before the buffer is set or given back, which empties it: the old log, perhaps the last flap, and a record that nothing else holds. [C] CFCR, logging buffered */
import type { Cli } from '../device/cli.ts';
import type { Side } from '../ipsec/side.ts';
import type { Plan, Step } from '../playbook/plan.ts';
import type { CaptureContext } from './context.ts';
import type { FetchedEvidence } from './fetched.ts';
import { hideInEvidence } from './hide-secrets.ts';

const LOG = 'show logging';
const LAST_LOG = 'show_logging.txt';
/** In the bundle, under a name that is read as no record: nobody listened then, and what it lacks proves nothing. */
const OLD_LOG = 'show_before_arming_logging.txt';

/** Nothing is set where it cannot be read. */
export async function saveOldLog(context: CaptureContext, cli: Cli, plan: Plan, side: Side, step: Step): Promise<void> {
  if (step.kind !== 'logging' || step.bufferBytes === null || plan.peers[side].facts.bufferBytes === 0) return;
  await keepLog(context, cli, plan, side, OLD_LOG);
}

/** Nothing is given back where it cannot be read. */
export async function saveLastLog(context: CaptureContext, cli: Cli, plan: Plan, side: Side): Promise<void> {
  await keepLog(context, cli, plan, side, LAST_LOG);
  context.say({ side, text: `its log, which no file holds, is in ${context.store.placeOf(plan.captureId, `${side}-${LAST_LOG}`)}` });
}

async function keepLog(context: CaptureContext, cli: Cli, { captureId }: Plan, side: Side, name: string): Promise<void> {
  const text = await cli.exec(LOG);
  const evidence = hideInEvidence({ name, bytes: Buffer.from(text, 'utf8'), proof: 'answer' }, context.secrets?.() ?? []);
  await context.store.keepFile(captureId, `${side}-${name}`, evidence.bytes.toString('utf8'));
}

/** Empty when there was none to save. */
export function oldLogOf({ store }: Pick<CaptureContext, 'store'>, plan: Plan, side: Side): Promise<FetchedEvidence[]> {
  return keptLog(store, plan, side, OLD_LOG);
}

/** Empty when its log had come home by another way. */
export function lastLogOf({ store }: Pick<CaptureContext, 'store'>, plan: Plan, side: Side): Promise<FetchedEvidence[]> {
  return keptLog(store, plan, side, LAST_LOG);
}

async function keptLog(store: CaptureContext['store'], { captureId }: Plan, side: Side, name: string): Promise<FetchedEvidence[]> {
  const text = await store.readFile(captureId, `${side}-${name}`);
  return text === undefined ? [] : [{ name, bytes: Buffer.from(text, 'utf8'), proof: 'answer' }];
}
