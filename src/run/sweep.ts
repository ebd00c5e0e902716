/** Sweeping a tunnel finds and removes what flaptrap left on its two routers, from the routers alone; a live trap only when somebody agrees. */
import { onBothSides } from '../capture/both-sides.ts';
import type { SweepOptions as CaptureSweepOptions, SweepPlan } from '../capture/draft-sweep.ts';
import { newsOfSaved } from '../capture/saved.ts';
import type { CaptureRecord, Store } from '../capture/store.ts';
import { carryOutSweep, planSweep } from '../capture/sweep.ts';
import { FlaptrapError, messageOf } from '../errors.ts';
import { isSameAddress } from '../ipsec/address.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import { managedSides, type Playbook } from '../playbook/playbook.ts';
import type { RunContext } from './context.ts';

type Memory = Pick<Store, 'listAll' | 'noteSaved'>;

export interface SweepOptions {
  /** Whatever any version of flaptrap left, of any tunnel, live or not. */
  all?: boolean | undefined;
  /** Also ends a trap that still waits. */
  yes?: boolean | undefined;
  deleteFiles?: boolean | undefined;
  /** Only looks. */
  dryRun?: boolean | undefined;
  /** Where captures are remembered beside the store. */
  elsewhere?: Memory | undefined;
}

/** One router. */
export interface SweptPeer {
  planned: SweepPlan;
  /** What of it still stands, one line each. */
  left: string[];
}

/** What a sweep found and left on each side, as JSON; nothing of a peer that is not ours. */
export interface Swept {
  schema: 'flaptrap.sweep/1';
  peers: Partial<Record<Side, SweptPeer>>;
}

/** One router that cannot be reached does not spare the other. */
export async function sweepTunnel(context: RunContext, options: SweepOptions): Promise<Swept> {
  const known = await knownOf(context, options);
  const chosen = optionsOf(context, known, options);
  const sides = managedSides(context.playbook);
  const planned = await Promise.allSettled(sides.map((side) => planSweep(context, context.playbook, side, chosen)));
  for (const result of planned) if (result.status === 'fulfilled') await noteSaved(context, known, result.value);
  // One question after the other: there is one keyboard.
  for (const result of planned) if (result.status === 'fulfilled') await agreeTo(context, result.value, options);
  const peers = await onBothSides(async (side) => {
    const result = planned[sides.indexOf(side)];
    if (result?.status !== 'fulfilled') throw result?.reason;
    return sweepOne(context, result.value, options, chosen);
  }, sides);
  return { schema: 'flaptrap.sweep/1', peers };
}

/** A capture that was armed from here, and where it is remembered. */
interface Known {
  memory: Memory;
  record: CaptureRecord;
}

/** What is let go of at once needs no memory: the store may be lost, or of another host. */
async function knownOf({ store, say }: RunContext, { all, elsewhere }: SweepOptions): Promise<Known[]> {
  const known = [store, ...(elsewhere === undefined ? [] : [elsewhere])].map(async (memory) => {
    try {
      return (await memory.listAll()).records.map((record) => ({ memory, record }));
    } catch (error) {
      if (all !== true || !(error instanceof FlaptrapError)) throw error;
      say({ text: `what is remembered of captures cannot be read, and the routers are swept without it: ${error.message}` });
      return [];
    }
  });
  return (await Promise.all(known)).flat();
}

/** `all` spares nothing because somebody knows of it. */
function optionsOf({ playbook }: RunContext, known: readonly Known[], { all, deleteFiles }: SweepOptions): CaptureSweepOptions {
  const own = all === true ? [] : known.filter(({ record }) => SIDES.every((side) => isSameEnd(record.plan, playbook, side, side)));
  return { isAll: all, deletesFiles: deleteFiles, knownIds: own.map(({ record }) => record.captureId) };
}

function isSameEnd({ tunnel: own }: Plan, { tunnel }: Playbook, ownSide: Side, side: Side): boolean {
  // Of an end that is not ours it may be no address at all.
  const isOne = (one: string, two: string): boolean => one === two || isSameAddress(one, two);
  return isOne(own[ownSide].address, tunnel[side].address);
}

/** Of captures that have ended, and whose router this is, whatever their tunnel: a trap that somebody has saved is told of until a router is seen without it. */
async function noteSaved({ clock, say, playbook }: RunContext, known: readonly Known[], { side, saved }: SweepPlan): Promise<void> {
  for (const { memory, record } of known)
    for (const own of SIDES.filter((each) => isSameEnd(record.plan, playbook, each, side))) {
      const news = newsOfSaved(record.journal, own, record.captureId, saved);
      if (news === undefined) continue;
      try {
        await memory.noteSaved(record.captureId, { at: new Date(clock.now()).toISOString(), ...news });
      } catch (error) {
        say({ side, text: `what its startup configuration holds could not be written down: ${messageOf(error)}` });
      }
    }
}

/** `all` is the answer to "let go now"; otherwise somebody's live trap is not taken away unasked. */
async function agreeTo(context: RunContext, planned: SweepPlan, { all, yes, dryRun }: SweepOptions): Promise<void> {
  const needsConsent = planned.live.length > 0 && all !== true && yes !== true;
  context.tell({ about: 'found', planned, isTyped: dryRun !== true && !needsConsent });
  if (dryRun === true || isClean(planned) || !needsConsent) return;
  if (await context.ask({ about: 'live-trap', planned })) return;
  throw new FlaptrapError('digest', 'you did not agree; nothing was changed on this router', { peer: planned.name });
}

async function sweepOne(context: RunContext, planned: SweepPlan, options: SweepOptions, chosen: CaptureSweepOptions): Promise<SweptPeer> {
  if (options.dryRun === true || isClean(planned)) return { planned, left: planned.found };
  const left = await carryOutSweep(context, context.playbook, planned, chosen);
  context.tell({ about: 'swept', planned, left });
  return { planned, left };
}

/** Nothing of ours is there, and nothing would be typed. */
export function isClean({ found, exec, configure, deletes }: SweepPlan): boolean {
  return found.length + exec.length + configure.length + deletes.length === 0;
}
