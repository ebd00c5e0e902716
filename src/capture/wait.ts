/** Waiting looks at both routers again and again until one has sprung, the lease ends, or the user stops it. */
import { listFiles } from '../device/files.ts';
import { FlaptrapError } from '../errors.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import type { Side } from '../ipsec/side.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import { type CaptureContext, withRouter } from './context.ts';

export type Ending = 'sprung' | 'lease-ended' | 'stopped';

/** `armed`: no file yet; `freezing`: some; `frozen`: the marker is there; `unknown`: it could not be asked. */
export type PeerStage = 'armed' | 'freezing' | 'frozen' | 'unknown';

export async function waitForSpring(context: CaptureContext, plan: Plan, pollSeconds: number): Promise<Ending> {
  const leaseEndsAtMs = Date.parse(plan.leaseEndsAt);
  while (!context.stop.aborted) {
    const stages = await askStages(context, plan);
    if (SIDES.some((side) => stages[side] === 'freezing' || stages[side] === 'frozen')) return 'sprung';
    if (context.clock.now() >= leaseEndsAtMs) return 'lease-ended';
    await context.clock.sleep(pollSeconds * 1000, context.stop);
  }
  return 'stopped';
}

export async function askStages(context: CaptureContext, plan: Plan): Promise<Record<Side, PeerStage>> {
  const [a, b] = await Promise.all(SIDES.map((side) => askStage(context, plan, side)));
  return { a: a ?? 'unknown', b: b ?? 'unknown' };
}

/** A router that does not answer is no reason to give up: the tunnel that flaps may be the way to it. */
async function askStage(context: CaptureContext, plan: Plan, side: Side): Promise<PeerStage> {
  const { platform, marker, name } = plan.peers[side];
  try {
    const files = await withRouter(context, side, (cli) => listFiles(cli, PLATFORMS[platform], `flaptrap-${plan.captureId}-*`));
    if (files.length === 0) return 'armed';
    return files.some((file) => marker.path.endsWith(`:${file.name}`) && file.sizeBytes > 0) ? 'frozen' : 'freezing';
  } catch (error) {
    if (!(error instanceof FlaptrapError)) throw error;
    context.say({ side, text: `${name} could not be asked: ${error.message}; trying again` });
    return 'unknown';
  }
}
