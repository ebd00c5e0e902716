/** Asking how a capture waits looks at its routers over sessions of one's own: for whoever follows a capture that another process carries. */
import { withRouter } from '../capture/context.ts';
import { LOOK_MS, unknownFor } from '../capture/look.ts';
import { undoneSteps } from '../capture/memory.ts';
import { readRouter } from '../capture/reading.ts';
import { sayLook } from '../capture/say-look.ts';
import type { RouterSight } from '../capture/sight.ts';
import type { CaptureRecord } from '../capture/store.ts';
import type { Side } from '../ipsec/side.ts';
import { managedOf } from '../playbook/plan.ts';
import type { RunContext } from './context.ts';
import { afterLook, beginWaiting, type WaitingView } from './waiting.ts';

/** Changes nothing. `before` is the view that this one follows. `isOver` when no router's trap stands any more, or the lease is over. */
export async function askWaiting(context: RunContext, { plan }: CaptureRecord, before?: WaitingView): Promise<WaitingView> {
  const leftMs = Date.parse(plan.leaseEndsAt) - context.clock.now();
  const begun = beginWaiting(plan, context.clock.now(), leftMs);
  const view = before === undefined ? begun : { ...before, at: begun.at, lease: begun.lease };
  const sights = await Promise.all(managedOf(plan).map((side) => sightOf(context, plan, side)));
  const seen = sights.reduce(afterLook, view);
  const stands = seen.routers.some(({ stage }) => stage === 'armed' || stage === 'blind' || stage === 'freezing' || stage === 'unknown');
  return { ...seen, isOver: !stands || leftMs <= 0 };
}

async function sightOf(context: RunContext, plan: CaptureRecord['plan'], side: Side): Promise<RouterSight> {
  const atMs = context.clock.monotonic();
  const undone = await undoneSteps(context, plan, side);
  try {
    const { look, gauges } = await withRouter(context, side, (cli) => readRouter(cli, { plan, side, depth: 'whole', undone, atMs }), {
      totalMs: LOOK_MS,
    });
    const said = look === undefined ? 'armed, not triggered yet' : sayLook(look);
    return { what: 'router', side, atMs: context.clock.now(), stage: look?.stage, said, gauges };
  } catch (error) {
    const look = unknownFor(error, ['input']);
    return { what: 'router', side, atMs: context.clock.now(), stage: look.stage, said: sayLook(look), gauges: { atMs } };
  }
}
