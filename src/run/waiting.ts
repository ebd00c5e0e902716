/** The view of a capture that waits is one JSON value: both routers, how their traps stand, the lease, and what came home so far; a terminal and a page show the same. */
import type { Progress } from '../capture/context.ts';
import { MESSAGE_BYTES } from '../capture/remarks.ts';
import type { PeerStage, RouterSight, Sight } from '../capture/sight.ts';
import type { Side } from '../ipsec/side.ts';
import { managedOf, type PeerPlan, type Plan } from '../playbook/plan.ts';

/** Of a router, before the first look. */
export const NOT_LOOKED_AT = 'not looked at yet';

/** Instants in ISO 8601. */
export interface WaitingView {
  schema: 'flaptrap.waiting/1';
  captureId: string;
  playbook: string;
  /** When this was so. */
  at: string;
  isOver: boolean;
  lease: { endsAt: string; leftSeconds: number };
  routers: RouterView[];
  /** Of this run: bundles that are on the disk, and what their verdicts count. */
  bundles: number;
  incidents: number;
}

/** Null where it is not known yet. */
export interface RouterView {
  side: Side;
  name: string;
  stage: PeerStage | null;
  /** How it stands, in one line. */
  said: string;
  lookedAt: string | null;
  lastMessage: { at: string; text: string } | null;
  /** `filledPercent` is counted from lines of a usual length. */
  buffer: { bytes: number; messages: number | null; keptLines: number | null; filledPercent: number | null };
  cpuPercent: number | null;
}

export function beginWaiting(plan: Plan, atMs: number, leaseLeftMs: number): WaitingView {
  return {
    schema: 'flaptrap.waiting/1',
    captureId: plan.captureId,
    playbook: plan.playbook,
    at: isoOf(atMs),
    isOver: false,
    lease: { endsAt: plan.leaseEndsAt, leftSeconds: Math.max(0, Math.round(leaseLeftMs / 1000)) },
    routers: managedOf(plan).map((side) => unseen(side, plan.peers[side])),
    bundles: 0,
    incidents: 0,
  };
}

function unseen(side: Side, { name, steps, facts }: Pick<PeerPlan, 'name' | 'steps' | 'facts'>): RouterView {
  const bytes = steps.find((step) => step.kind === 'logging')?.bufferBytes ?? facts.bufferBytes;
  const buffer = { bytes, messages: null, keptLines: null, filledPercent: null };
  return { side, name, stage: null, said: NOT_LOOKED_AT, lookedAt: null, lastMessage: null, buffer, cpuPercent: null };
}

export function afterLook(view: WaitingView, sight: RouterSight): WaitingView {
  return { ...atTime(view, sight.atMs), routers: view.routers.map((each) => (each.side === sight.side ? seen(each, sight) : each)) };
}

function seen(before: RouterView, { stage, said, atMs, gauges }: RouterSight): RouterView {
  return {
    ...before,
    stage: stage ?? before.stage ?? 'armed',
    said,
    // A look that came to nothing is none.
    lookedAt: stage === 'unknown' ? before.lookedAt : isoOf(atMs),
    buffer: filled(before.buffer, gauges),
    cpuPercent: gauges.cpuPercent ?? before.cpuPercent,
  };
}

/** Lines are counted now and then, messages at most looks: what came since is added. */
function filled(before: RouterView['buffer'], { messages, keptLines }: RouterSight['gauges']): RouterView['buffer'] {
  const since = messages === undefined || before.messages === null ? 0 : Math.max(0, messages - before.messages);
  const lines = keptLines ?? (before.keptLines === null ? null : before.keptLines + since);
  const filledPercent =
    lines === null || before.bytes === 0 ? null : Math.min(100, Math.round((lines * MESSAGE_BYTES * 100) / before.bytes));
  return { ...before, messages: messages ?? before.messages, keptLines: lines, filledPercent };
}

export function afterMessage(view: WaitingView, { side, text }: Progress, atMs: number): WaitingView {
  const lastMessage = { at: isoOf(atMs), text };
  return { ...view, routers: view.routers.map((each) => (each.side === side ? { ...each, lastMessage } : each)) };
}

function atTime(view: WaitingView, atMs: number): WaitingView {
  const passed = Math.round((atMs - Date.parse(view.at)) / 1000);
  return { ...view, at: isoOf(atMs), lease: { ...view.lease, leftSeconds: Math.max(0, view.lease.leftSeconds - passed) } };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** Follows one run from its first waiting to its last, and tells each new view. */
export function followWaiting(tell: (view: WaitingView) => void): {
  see(sight: Exclude<Sight, { what: 'fetching' }>): void;
  hear(progress: Progress, atMs: number): void;
  keep(incidents: number): void;
} {
  let view: WaitingView | undefined;
  const home = { bundles: 0, incidents: 0 };
  const set = (next: WaitingView): void => {
    view = next;
    tell(next);
  };
  return {
    see: (sight) => {
      if (sight.what === 'waiting') set({ ...beginWaiting(sight.plan, sight.atMs, sight.leaseLeftMs), ...home });
      else if (view !== undefined && sight.what === 'router') set(afterLook(view, sight));
      else if (view !== undefined) set({ ...atTime(view, sight.atMs), isOver: true });
    },
    hear: (progress, atMs) => {
      if (view !== undefined && !view.isOver && progress.side !== undefined) set(afterMessage(view, progress, atMs));
    },
    keep: (incidents) => {
      home.bundles += 1;
      home.incidents += incidents;
    },
  };
}
