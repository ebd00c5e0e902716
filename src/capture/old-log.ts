/** The old log is what a logging buffer holds before it is set, perhaps the last flap: setting it empties it, so it is brought home first. [C] CFCR, logging buffered */
import type { Cli } from '../device/cli.ts';
import type { Side } from '../ipsec/side.ts';
import type { Plan, Step } from '../playbook/plan.ts';
import type { CaptureContext } from './context.ts';
import type { FetchedEvidence } from './fetched.ts';
import { hideInEvidence } from './hide-secrets.ts';

const LOG = 'show logging';
/** In the bundle, under a name that is read as no record: nobody listened then, and what it lacks proves nothing. */
const OLD_LOG = 'show_before_arming_logging.txt';

/** Nothing is set where it cannot be read. */
export async function saveOldLog(context: CaptureContext, cli: Cli, plan: Plan, side: Side, step: Step): Promise<void> {
  if (step.kind !== 'logging' || step.bufferBytes === null || plan.peers[side].facts.bufferBytes === 0) return;
  const text = await cli.exec(LOG);
  const evidence = hideInEvidence({ name: OLD_LOG, bytes: Buffer.from(text, 'utf8'), proof: 'answer' }, context.secrets?.() ?? []);
  context.store.keepFile(plan.captureId, `${side}-${OLD_LOG}`, evidence.bytes.toString('utf8'));
}

/** Empty when there was none to save. */
export function oldLogOf({ store }: Pick<CaptureContext, 'store'>, { captureId }: Plan, side: Side): FetchedEvidence[] {
  const text = store.readFile(captureId, `${side}-${OLD_LOG}`);
  return text === undefined ? [] : [{ name: OLD_LOG, bytes: Buffer.from(text, 'utf8'), proof: 'answer' }];
}
