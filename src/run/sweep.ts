/** Sweeping a tunnel finds and removes what flaptrap left on its two routers, from the routers alone; a live trap only when somebody agrees. */
import { onBothSides } from '../capture/both-sides.ts';
import type { SweepOptions as CaptureSweepOptions, SweepPlan } from '../capture/draft-sweep.ts';
import type { Store } from '../capture/store.ts';
import { carryOutSweep, planSweep } from '../capture/sweep.ts';
import { FlaptrapError } from '../errors.ts';
import { isSameAddress } from '../ipsec/address.ts';
import type { Tunnel } from '../ipsec/peer.ts';
import type { Side } from '../ipsec/side.ts';
import { managedSides, type Playbook } from '../playbook/playbook.ts';
import type { RunContext } from './context.ts';

export interface SweepOptions {
  /** Whatever any version of flaptrap left, of any tunnel, live or not. */
  all?: boolean | undefined;
  /** Also ends a trap that still waits. */
  yes?: boolean | undefined;
  deleteFiles?: boolean | undefined;
  /** Only looks. */
  dryRun?: boolean | undefined;
  /** Where captures are remembered beside the store. */
  elsewhere?: Pick<Store, 'listAll'> | undefined;
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
  const chosen = await optionsOf(context, options);
  const sides = managedSides(context.playbook);
  const planned = await Promise.allSettled(sides.map((side) => planSweep(context, context.playbook, side, chosen)));
  // One question after the other: there is one keyboard.
  for (const result of planned) if (result.status === 'fulfilled') await agreeTo(context, result.value, options);
  const peers = await onBothSides(async (side) => {
    const result = planned[sides.indexOf(side)];
    if (result?.status !== 'fulfilled') throw result?.reason;
    return sweepOne(context, result.value, options);
  }, sides);
  return { schema: 'flaptrap.sweep/1', peers };
}

/** What is let go of at once needs no memory: the store may be lost, or of another host. */
async function optionsOf({ store, playbook }: RunContext, { all, deleteFiles, elsewhere }: SweepOptions): Promise<CaptureSweepOptions> {
  const stores = all === true ? [] : [store, ...(elsewhere === undefined ? [] : [elsewhere])];
  const knownIds = await Promise.all(stores.map((each) => knownIdsOf(each, playbook)));
  return { isAll: all, deletesFiles: deleteFiles, knownIds: knownIds.flat() };
}

/** Ids of captures of this tunnel that were armed from here. */
async function knownIdsOf(store: Pick<Store, 'listAll'>, { tunnel }: Playbook): Promise<string[]> {
  const isOne = (one: string, two: string): boolean => one === two || isSameAddress(one, two);
  const isSame = ({ a, b }: Tunnel): boolean => isOne(a.address, tunnel.a.address) && isOne(b.address, tunnel.b.address);
  return (await store.listAll()).records.flatMap(({ plan, captureId }) => (isSame(plan.tunnel) ? [captureId] : []));
}

/** `all` is the answer to "let go now"; otherwise somebody's live trap is not taken away unasked. */
async function agreeTo(context: RunContext, planned: SweepPlan, { all, yes, dryRun }: SweepOptions): Promise<void> {
  const needsConsent = planned.live.length > 0 && all !== true && yes !== true;
  context.tell({ about: 'found', planned, isTyped: dryRun !== true && !needsConsent });
  if (dryRun === true || isClean(planned) || !needsConsent) return;
  if (await context.ask({ about: 'live-trap', planned })) return;
  throw new FlaptrapError('digest', 'you did not agree; nothing was changed on this router', { peer: planned.name });
}

async function sweepOne(context: RunContext, planned: SweepPlan, options: SweepOptions): Promise<SweptPeer> {
  if (options.dryRun === true || isClean(planned)) return { planned, left: planned.found };
  const left = await carryOutSweep(context, context.playbook, planned, await optionsOf(context, options));
  context.tell({ about: 'swept', planned, left });
  return { planned, left };
}

/** Nothing of ours is there, and nothing would be typed. */
export function isClean({ found, exec, configure, deletes }: SweepPlan): boolean {
  return found.length + exec.length + configure.length + deletes.length === 0;
}
