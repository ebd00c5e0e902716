/** Collecting fetches a capture's evidence and judges it, and leaves the routers as armed as they were. */
import { fetchBoth } from '../capture/capture-tunnel.ts';
import { freezeBoth } from '../capture/freeze.ts';
import { homeFiles, unreadFiles } from '../capture/home-files.ts';
import { type Look, lookAtBoth } from '../capture/look.ts';
import { sayLook } from '../capture/say-look.ts';
import type { CaptureRecord } from '../capture/store.ts';
import { FlaptrapError } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import { managedOf } from '../playbook/plan.ts';
import type { RunContext } from './context.ts';
import { keepCapture } from './keep.ts';

export interface CollectOptions {
  /** Freezes both recordings first, whether or not one has sprung. */
  freeze?: boolean | undefined;
  out: string;
}

/** What a collecting brought home. */
export interface Collected {
  folder: string;
  /** Sides that yielded nothing. */
  silent: Side[];
}

/** Throws `no-capture` when nothing is there that is not home already: a bundle of nothing would only hide the one that is there. */
export async function collectCapture(context: RunContext, record: CaptureRecord, { freeze, out }: CollectOptions): Promise<Collected> {
  const { plan } = record;
  if (freeze === true) await freezeBoth(context, plan, true);
  const looks = await lookAtBoth(context, plan);
  const ours = managedOf(plan);
  if (ours.some((side) => looks[side].stage === 'freezing')) await freezeBoth(context, plan, false);
  else await requireUnread(context, record, looks);
  const fetched = await fetchBoth(context, plan);
  const folder = await keepCapture(context, plan, fetched, out);
  return { folder, silent: ours.filter((side) => fetched[side].evidence.length === 0) };
}

async function requireUnread({ store }: RunContext, { plan, captureId }: CaptureRecord, looks: Record<Side, Look>): Promise<void> {
  const ours = managedOf(plan);
  const unread = await Promise.all(ours.map((side) => unreadFiles(store, captureId, side, looks[side].files)));
  if (unread.some((files) => files.length > 0)) return;
  // A flash that took no file leaves the record in the buffer alone.
  if (ours.some((side) => looks[side].stage === 'frozen' && looks[side].files.length === 0)) return;
  const states = ours.map((side) => `${plan.peers[side].name}: ${sayLook(looks[side])}`).join('\n');
  if (ours.every((side) => looks[side].stage === 'unknown'))
    throw new FlaptrapError('no-answer', ours.length > 1 ? 'neither router could be reached' : 'the router could not be reached', {
      answer: states,
    });
  const home = await Promise.all(ours.map((side) => homeFiles(store, captureId, side)));
  const [first, ...others] = new Set(home.flat().map(({ folder }) => folder));
  if (first !== undefined)
    throw new FlaptrapError(
      'no-capture',
      `nothing new on the routers: all evidence of ${captureId} was already fetched to ${[first, ...others].join(', ')}`,
      { next: `judge it again with \`flaptrap analyze ${first}\`` },
    );
  throw nothingFrozen(captureId, states, looks);
}

function nothingFrozen(captureId: string, answer: string, looks: Record<Side, Look>): FlaptrapError {
  const stands = Object.values(looks).some(({ stage }) => stage === 'armed' || stage === 'blind');
  return new FlaptrapError('no-capture', `the routers have not saved a recording for capture ${captureId}`, {
    answer,
    next: stands
      ? `\`flaptrap collect ${captureId} --freeze\` saves both recordings now and fetches them`
      : `it is no longer armed: \`flaptrap disarm ${captureId}\` removes what is left`,
  });
}
