/** Arming carries out both routers' plans: both or neither, each step noted before it is begun. */
import { FlaptrapError } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import { SIDES } from '../ipsec/side.ts';
import type { PeerPlan, Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { perform } from './act.ts';
import { type CaptureContext, withRouter } from './context.ts';
import { disarm } from './disarm.ts';
import { proveEem } from './probe.ts';

export async function arm(context: CaptureContext, plan: Plan, playbook: Playbook): Promise<void> {
  context.store.open(plan, playbook);
  const results = await Promise.allSettled(SIDES.map((side) => armPeer(context, plan, side)));
  const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const [first] = failed;
  if (first === undefined && !context.stop.aborted) return;
  context.say({
    text: first === undefined ? 'stopped while arming: putting both peers back' : 'one peer cannot be armed: putting both back',
  });
  await putBack(context, plan, first);
  throw first ?? new FlaptrapError('refused', 'stopped while arming; both peers are as they were', {});
}

/** What cannot be put back is the graver news: it carries the first failure as its cause. */
async function putBack(context: CaptureContext, plan: Plan, cause: unknown): Promise<void> {
  try {
    await disarm(context, plan);
  } catch (error) {
    if (error instanceof FlaptrapError) throw new FlaptrapError(error.code, error.message, { ...error.context, cause });
    throw error;
  }
}

async function armPeer(context: CaptureContext, plan: Plan, side: Side): Promise<void> {
  const peer = plan.peers[side];
  await withRouter(context, side, async (cli) => {
    for (const step of peer.steps) {
      if (context.stop.aborted) return;
      note(context, plan, peer, { step: step.id, what: 'intent' });
      await perform(cli, step);
      if (step.id === 'probe' && peer.probe !== undefined) await proveEem(context, cli, peer, peer.probe);
      note(context, plan, peer, { step: step.id, what: 'done' });
    }
  });
  context.say({ side, text: `armed: ${peer.steps.length} steps, lease until ${plan.leaseEndsAt}` });
}

function note(context: CaptureContext, plan: Plan, { side }: PeerPlan, entry: { step: string; what: 'intent' | 'done' }): void {
  context.store.note(plan.captureId, { at: new Date(context.clock.now()).toISOString(), side, ...entry });
}
