/** Sweeping a tunnel finds and removes what flaptrap left on its two routers, from the routers alone; a live trap only when somebody agrees. */
import { onBothSides } from '../capture/both-sides.ts';
import type { SweepOptions as CaptureSweepOptions, SweepPlan } from '../capture/draft-sweep.ts';
import { newsOfSaved } from '../capture/saved.ts';
import type { CaptureRecord, Store } from '../capture/store.ts';
import { carryOutSweep, planSweep } from '../capture/sweep.ts';
import { FlaptrapError, messageOf } from '../errors.ts';
import { isSameAddress } from '../ipsec/address.ts';
import type { Tunnel } from '../ipsec/peer.ts';
import type { Side } from '../ipsec/side.ts';
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
  const chosen = optionsOf(known, options);
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

/** A capture of this tunnel that was armed from here, and where it is remembered. */
interface Known {
  memory: Memory;
  record: CaptureRecord;
}

/** What is let go of at once needs no memory: the store may be lost, or of another host. */
async function knownOf({ store, playbook }: RunContext, { all, elsewhere }: SweepOptions): Promise<Known[]> {
  const memories = all === true ? [] : [store, ...(elsewhere === undefined ? [] : [elsewhere])];
  const known = await Promise.all(memories.map((memory) => recordsIn(memory, playbook)));
  return known.flat();
}

async function recordsIn(memory: Memory, { tunnel }: Playbook): Promise<Known[]> {
  const isOne = (one: string, two: string): boolean => one === two || isSameAddress(one, two);
  const isSame = ({ a, b }: Tunnel): boolean => isOne(a.address, tunnel.a.address) && isOne(b.address, tunnel.b.address);
  return (await memory.listAll()).records.flatMap((record) => (isSame(record.plan.tunnel) ? [{ memory, record }] : []));
}

function optionsOf(known: readonly Known[], { all, deleteFiles }: SweepOptions): CaptureSweepOptions {
  return { isAll: all, deletesFiles: deleteFiles, knownIds: known.map(({ record }) => record.captureId) };
}

/** Of captures that have ended: a trap that somebody has saved is told of until a router is seen without it. */
async function noteSaved({ clock, say }: RunContext, known: readonly Known[], { side, saved }: SweepPlan): Promise<void> {
  for (const { memory, record } of known) {
    const news = newsOfSaved(record.journal, side, record.captureId, saved);
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
