/** Capturing a tunnel carries an armed plan to its end: wait, freeze both, fetch both, and disarm whatever happened. */
import { FlaptrapError } from '../errors.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { managedOf, type Plan, sayRouters } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { arm } from './arm.ts';
import { onBothSides } from './both-sides.ts';
import type { CaptureContext } from './context.ts';
import { disarm } from './disarm.ts';
import { fetchPeer, lacksLog } from './fetch.ts';
import type { Fetched } from './fetched.ts';
import { freezeBoth, hasSprung } from './freeze.ts';
import { unreadFiles } from './home-files.ts';
import { lookAtBoth } from './look.ts';
import { lastLogOf } from './old-log.ts';
import { steadySeconds } from './pace.ts';
import { countAwaited, findUnsprung, type Heard } from './unsprung.ts';
import { type Ending, waitForSpring } from './wait.ts';

export interface Captured {
  /** `put-back`: nobody waited; it was disarmed before or is now. */
  ending: Ending | 'put-back';
  /** Absent when there was nothing to fetch. */
  fetched?: Record<Side, Fetched> | undefined;
  /** What is told once the evidence is home: changes that are left, or a trap that should have sprung. */
  trouble?: FlaptrapError | undefined;
}

export async function captureTunnel(context: CaptureContext, plan: Plan, playbook: Playbook, onArmed?: () => void): Promise<Captured> {
  const startedMs = context.clock.monotonic();
  await arm(context, plan, playbook);
  onArmed?.();
  return watchTunnel(context, plan, playbook, plan.leaseSeconds * 1000 - (context.clock.monotonic() - startedMs));
}

/** From the waiting on: also for whoever goes on with a capture that somebody else has armed. */
export async function watchTunnel(context: CaptureContext, plan: Plan, playbook: Playbook, leaseLeftMs: number): Promise<Captured> {
  return bringToEnd(context, plan, playbook, async () => {
    context.say({ text: sayWaiting(plan, playbook), atMs: context.clock.now() });
    // Nobody waits for it: a router that hangs must not hide that the other springs.
    const counting = countAwaited(context, plan).catch(() => ({}));
    return { ending: await waitForSpring(context, plan, playbook, leaseLeftMs), counting };
  });
}

export interface Finishing {
  ending: Ending;
  /** How many of the awaited messages each log held when it was armed. */
  counted?: Heard | undefined;
  /** What there is has been fetched: both are disarmed now. */
  onHome(): void;
}

/** From the end of the waiting on: for whoever has waited in another way. */
export async function finishTunnel(
  context: CaptureContext,
  plan: Plan,
  playbook: Playbook,
  { ending, counted, onHome }: Finishing,
): Promise<Captured> {
  return bringToEnd(context, plan, playbook, async () => ({ ending, counting: counted }), onHome);
}

interface Waited {
  ending: Ending;
  counting: Heard | undefined | Promise<Heard>;
}

/** Whatever becomes of the waiting and the bringing home, both are disarmed. */
async function bringToEnd(
  context: CaptureContext,
  plan: Plan,
  playbook: Playbook,
  wait: () => Promise<Waited>,
  onHome = (): void => undefined,
): Promise<Captured> {
  const captured: Captured = { ending: 'stopped' };
  try {
    const { ending, counting } = await wait();
    captured.ending = ending;
    captured.fetched = await bringHome(context, plan, playbook, ending);
    const counted = captured.fetched === undefined && ending === 'lease-ended' ? await counting : undefined;
    if (counted !== undefined) captured.trouble = await findUnsprung(context, plan, counted);
  } finally {
    onHome();
    captured.trouble = (await disarmOrTell(context, plan, captured)) ?? captured.trouble;
  }
  return captured;
}

/** What is left on a router must not cost the evidence that is here but not yet on the disk, nor what a guard has saved. */
async function disarmOrTell(context: CaptureContext, plan: Plan, { ending, fetched }: Captured): Promise<FlaptrapError | undefined> {
  const unsaved = fetched === undefined ? [] : SIDES.filter((side) => lacksLog(plan, fetched[side]));
  try {
    await disarm(context, plan, unsaved);
    return undefined;
  } catch (error) {
    const hasEvidence = fetched !== undefined || ending === 'lease-ended' || ending === 'gone';
    if (!hasEvidence || !(error instanceof FlaptrapError) || error.code !== 'left-behind') throw error;
    return error;
  } finally {
    for (const side of unsaved) fetched?.[side].evidence.push(...(await lastLogOf(context, plan, side)));
  }
}

/** What has sprung is brought home even when the user has stopped meanwhile; undefined where nothing has. */
async function bringHome(
  context: CaptureContext,
  plan: Plan,
  { signal, pollSeconds }: Playbook,
  ending: Ending,
): Promise<Captured['fetched']> {
  const isSprung = ending === 'sprung' || ending === 'reloaded' || hasSprung(stagesOf(await lookAtBoth(context, plan)));
  if (!isSprung) return undefined;
  context.say({ text: ending === 'reloaded' ? sayReloaded(plan) : 'triggered', atMs: context.clock.now() });
  if (context.stop.aborted) context.say({ text: sayPatience(plan) });
  await freezeBoth(context, plan, signal === 'orchestrator' && !context.stop.aborted, pollSeconds);
  return fetchBoth(context, plan);
}

function sayReloaded(plan: Plan): string {
  return managedOf(plan).length > 1
    ? 'one end has restarted: what the other has recorded tells why, and is frozen now'
    : `${sayRouters(plan).all} has restarted, and its record went with it: what it still holds is fetched`;
}

export function sayWaiting({ captureId, leaseEndsAt }: Plan, playbook: Playbook): string {
  const steady = steadySeconds(playbook);
  return `waiting for the trigger as ${captureId}, until ${leaseEndsAt}: looking after ${playbook.pollSeconds} s, later every ${steady} s`;
}

/** Heard on a page too, where there is no key to press. */
export function sayPatience({ freezeSeconds }: Plan): string {
  return `a router is saving its recording: fetching it first, within ${freezeSeconds} s`;
}

function stagesOf(looks: Awaited<ReturnType<typeof lookAtBoth>>): Parameters<typeof hasSprung>[0] {
  return { a: looks.a.stage, b: looks.b.stage };
}

export async function fetchBoth(context: CaptureContext, plan: Plan): Promise<Record<Side, Fetched>> {
  const both = await onBothSides((side) => fetchPeer(context, plan, side));
  for (const side of managedOf(plan)) {
    const { evidence, failures } = both[side];
    context.say({ side, text: `${evidence.length} files fetched${failures.length > 0 ? `, ${failures.length} missing` : ''}` });
  }
  return both;
}

/** Files of the capture that are on flash, fetched where some are not known to be home. */
export async function fetchUnread(context: CaptureContext, plan: Plan): Promise<{ fetched: Captured['fetched']; hasFiles: boolean }> {
  const looks = await lookAtBoth(context, plan);
  const unread = await Promise.all(SIDES.map((side) => unreadFiles(context.store, plan.captureId, side, looks[side].files)));
  const hasUnread = unread.some((files) => files.length > 0);
  const hasFiles = SIDES.some((side) => looks[side].files.length > 0);
  return { fetched: hasUnread ? await fetchBoth(context, plan) : undefined, hasFiles };
}
