/** Waiting watches the routers of a capture until one has sprung or has restarted, none can spring any more, the lease ends, or the user stops it. */
import type { Side } from '../ipsec/side.ts';
import { managedOf, type Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { CaptureContext } from './context.ts';
import type { PeerStage } from './sight.ts';
import type { Waiting } from './waiting.ts';
import { Watch, type WatchEnd } from './watch.ts';

/** `reloaded`: one router has restarted, and what the other has recorded tells why. */
export type Ending = 'sprung' | 'reloaded' | 'gone' | 'lease-ended' | 'stopped';

/** What the stages of its routers end, as whoever looks at them now and then has it (watch.ts has it of each by itself); undefined while one can still spring. */
export function endingOf(stages: readonly PeerStage[], { signal }: Pick<Playbook, 'signal'>): Ending | undefined {
  if (stages.some((stage) => stage === 'freezing' || stage === 'frozen')) return 'sprung';
  if (signal === 'orchestrator' && stages.includes('reloaded')) return 'reloaded';
  return stages.every((stage) => stage === 'gone' || stage === 'reloaded') ? 'gone' : undefined;
}

/** Seldom enough for a night's log to be read. */
const HEARTBEAT_SECONDS = 21_600;

/** `leaseLeftMs` is counted by a clock that nobody sets. */
export async function waitForSpring(context: CaptureContext, plan: Plan, playbook: Playbook, leaseLeftMs: number): Promise<Ending> {
  const over = new AbortController();
  const leaseEndsAtMs = context.clock.monotonic() + leaseLeftMs;
  const waiting: Waiting = { context: withTimes(context), plan, playbook, leaseEndsAtMs, over: over.signal };
  const stop = (): void => over.abort();
  context.stop.addEventListener('abort', stop, { once: true });
  let watches: Watches = [];
  try {
    watches = await Promise.all(managedOf(plan).map(async (side) => ({ side, watch: await Watch.open(waiting, side) })));
    context.see?.({ what: 'waiting', plan, atMs: context.clock.now(), leaseLeftMs });
    if (context.stop.aborted) return 'stopped';
    return await Promise.race([firstEnding(watches), endOfLease(waiting), beat(waiting, watches)]);
  } finally {
    over.abort();
    context.see?.({ what: 'over', atMs: context.clock.now() });
    context.stop.removeEventListener('abort', stop);
    // A router that hangs holds up nobody but who asks it next.
    for (const { watch } of watches) void watch.close();
  }
}

type Watches = readonly { side: Side; watch: Watch }[];

/** One router that cannot spring any more leaves the other, whose record may tell why. */
function firstEnding(watches: Watches): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const watched = watches.map(async ({ watch }) => {
      const end = await watch.run();
      if (end === 'sprung' || end === 'reloaded') resolve(end);
      return end;
    });
    Promise.all(watched).then((ends: WatchEnd[]) => resolve(ends.every((end) => end === 'gone') ? 'gone' : 'stopped'), reject);
  });
}

async function endOfLease({ context, leaseEndsAtMs, over }: Waiting): Promise<Ending> {
  while (!over.aborted && context.clock.monotonic() < leaseEndsAtMs)
    await context.clock.sleep(leaseEndsAtMs - context.clock.monotonic(), over);
  return context.stop.aborted ? 'stopped' : 'lease-ended';
}

/** Says now and then that it still waits; ends nothing. */
async function beat({ context, plan, over }: Waiting, watches: Watches): Promise<Ending> {
  for (;;) {
    await context.clock.sleep(HEARTBEAT_SECONDS * 1000, over);
    if (over.aborted) return 'stopped';
    const states = watches.map(({ side, watch }) => `${plan.peers[side].name}: ${watch.standing}`).join('; ');
    context.say({ text: `still waiting as ${plan.captureId}, lease until ${plan.leaseEndsAt}; ${states}` });
  }
}

/** While somebody waits for days, each line says when it was written. */
function withTimes(context: CaptureContext): CaptureContext {
  return { ...context, say: (progress) => context.say({ ...progress, atMs: context.clock.now() }) };
}
