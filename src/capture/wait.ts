/** Waiting looks at each router by itself, again and again, until one has sprung, none can any more, the lease ends, or the user stops it. */
import { SIDES, type Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import type { CaptureContext } from './context.ts';
import { type Look, lookAt } from './look.ts';

export type Ending = 'sprung' | 'gone' | 'lease-ended' | 'stopped';

interface Waiting {
  context: CaptureContext;
  plan: Plan;
  pollSeconds: number;
  /** Comes when the waiting is over, for whatever reason. */
  over: AbortSignal;
}

/** `leaseLeftMs` is counted by a clock that nobody sets. */
export async function waitForSpring(context: CaptureContext, plan: Plan, pollSeconds: number, leaseLeftMs: number): Promise<Ending> {
  const over = new AbortController();
  const stop = (): void => over.abort();
  context.stop.addEventListener('abort', stop, { once: true });
  try {
    const waiting = { context, plan, pollSeconds, over: over.signal };
    if (context.stop.aborted) return 'stopped';
    return await Promise.race([firstEnding(waiting), endOfLease(waiting, leaseLeftMs)]);
  } finally {
    over.abort();
    context.stop.removeEventListener('abort', stop);
  }
}

/** One router that cannot spring any more leaves the other, whose record may tell why. */
function firstEnding(waiting: Waiting): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const watched = SIDES.map(async (side) => {
      const end = await watch(waiting, side);
      if (end === 'sprung') resolve(end);
      return end;
    });
    Promise.all(watched).then((ends) => resolve(ends.every((end) => end === 'gone') ? 'gone' : 'stopped'), reject);
  });
}

async function endOfLease({ context, over }: Waiting, leaseLeftMs: number): Promise<Ending> {
  const endsAtMs = context.clock.monotonic() + leaseLeftMs;
  while (!over.aborted && context.clock.monotonic() < endsAtMs) await context.clock.sleep(endsAtMs - context.clock.monotonic(), over);
  return context.stop.aborted ? 'stopped' : 'lease-ended';
}

/** Says what changes, once. */
async function watch({ context, plan, pollSeconds, over }: Waiting, side: Side): Promise<'sprung' | 'gone' | 'over'> {
  let before = sayLook({ stage: 'armed', missing: [], files: [] });
  let refusals = 0;
  while (!over.aborted) {
    const look = await lookAt(context, plan, side, over);
    if (over.aborted) return 'over';
    if (look.stage === 'freezing' || look.stage === 'frozen') return 'sprung';
    const now = sayLook(look);
    if (now !== before) context.say({ side, text: now });
    before = now;
    if (look.stage === 'gone') return 'gone';
    refusals = look.code === 'login-failed' ? refusals + 1 : 0;
    await context.clock.sleep(pauseMs(pollSeconds, refusals), over);
  }
  return 'over';
}

/** A login that is refused is tried more and more seldom: wrong passwords in a row lock an account. */
function pauseMs(pollSeconds: number, refusals: number): number {
  if (refusals === 0) return pollSeconds * 1000;
  return Math.max(pollSeconds, Math.min(REFUSED_PAUSE_SECONDS_MAX, pollSeconds * 2 ** refusals)) * 1000;
}

/** Half an hour: within the minutes for which accounts are commonly locked. [B] */
const REFUSED_PAUSE_SECONDS_MAX = 1800;

export function sayLook({ stage, missing }: Look): string {
  const what = missing.join(', ');
  switch (stage) {
    case 'armed':
      return 'armed, not triggered yet';
    case 'blind':
      return `armed, but the recording would be incomplete: ${what} missing`;
    case 'gone':
      return `no longer armed: ${what}`;
    case 'freezing':
      return 'triggered, still recording';
    case 'frozen':
      return `${missing.length > 0 ? what : 'recording saved'}: \`flaptrap collect\` fetches it`;
    default:
      return `could not be reached: ${what}`;
  }
}
