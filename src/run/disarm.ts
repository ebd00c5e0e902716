/** Disarming undoes a capture on both routers and proves it from them; evidence that nobody has read stays, and is named. */
import { sayPatience } from '../capture/capture-tunnel.ts';
import { disarm } from '../capture/disarm.ts';
import { freezeBoth } from '../capture/freeze.ts';
import { lookAtBoth } from '../capture/look.ts';
import { removeFiles } from '../capture/remove-files.ts';
import { type CaptureRecord, sidesInDoubt } from '../capture/store.ts';
import { SIDES } from '../ipsec/side.ts';
import type { RunContext } from './context.ts';

export interface DisarmOptions {
  /** Also evidence that is home stays on flash. */
  keepFiles?: boolean | undefined;
  /** Also evidence that nobody has read is deleted. */
  deleteFiles?: boolean | undefined;
}

/** The outcome of a disarming, as JSON. */
export interface Disarmed {
  schema: 'flaptrap.disarmed/1';
  captureId: string;
  /** False when it was disarmed before. */
  wasOpen: boolean;
  /** Paths of the evidence that stays. */
  kept: string[];
}

/** Throws `left-behind` when something of ours still stands afterwards. */
export async function disarmCapture(context: RunContext, record: CaptureRecord, options: DisarmOptions = {}): Promise<Disarmed> {
  const { plan, captureId } = record;
  const wasOpen = sidesInDoubt(record).length > 0;
  // An applet that runs goes on writing after it is removed.
  const looks = await lookAtBoth(context, plan);
  if (Object.values(looks).some(({ stage }) => stage === 'freezing')) {
    context.say({ text: sayPatience(plan) });
    await freezeBoth(context, plan, false);
  }
  // What has frozen and left no file has its record in the log buffer alone.
  await disarm(
    context,
    plan,
    SIDES.filter((side) => looks[side].stage === 'frozen' && looks[side].files.length === 0),
  );
  const kept = options.keepFiles === true ? [] : await removeFiles(context, plan, options.deleteFiles === true);
  return { schema: 'flaptrap.disarmed/1', captureId, wasOpen, kept };
}
