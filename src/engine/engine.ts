/** The engine carries captures through kills, restarts and the death of other workers; this is all that a fleet, a page or a command has of it. */
import type { Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { Ended } from '../run/keep.ts';
import type { News } from '../run/ports.ts';
import type { Failure } from './failure.ts';

export interface Engine {
  /** Takes over a plan that was agreed to; the same capture twice is one capture. Back once it is remembered, before any router is touched. */
  begin(order: Order): Promise<void>;
  /** Ends the waiting: what has sprung is brought home, both routers are disarmed, and it is not armed again. */
  stop(captureId: string, by: string, how?: StopHow): Promise<void>;
  /** The trigger was seen by somebody else than the watch: both ends are frozen at once. */
  spring(captureId: string, spring: Spring): Promise<void>;
  /** Longer or shorter; throws where the routers do not take it, and then it is as it was. `leaseEndsAt` in ISO 8601. */
  setLease(captureId: string, leaseEndsAt: string, by: string): Promise<void>;
  captures(): Promise<CaptureState[]>;
  /** Hears what happens in this worker, as it happens. Gives what ends it. */
  hear(listener: (told: Told) => void): () => void;
  /** Gives the captures of this worker back, armed as they are: another worker, or the next start, goes on with them. */
  close(): Promise<void>;
}

/** What is to be captured. */
export interface Order {
  plan: Plan;
  playbook: Playbook;
  /** Who agreed to the plan, for the audit. */
  operator: string;
  /** `kept`: over a session of its own on each router; `told`: by whoever calls `spring`, as a fleet does that keeps none. */
  watch: 'kept' | 'told';
}

/** `keepsFiles`: evidence stays on flash, also what is home. */
export interface StopHow {
  keepsFiles?: boolean | undefined;
}

export interface Spring {
  by: 'syslog' | 'hand' | 'peer';
  /** The end that logged the message, where it is known. */
  side?: Side | undefined;
  /** ISO 8601, by the clock of whoever saw it. */
  at: string;
}

export const PHASES = ['arming', 'waiting', 'freezing', 'fetching', 'judging', 'disarming', 'ended'] as const;
export type Phase = (typeof PHASES)[number];

/** One capture as it is remembered, JSON. */
export interface CaptureState {
  captureId: string;
  playbook: string;
  peers: Record<Side, { name: string; address: string; isOurs: boolean; standing: string }>;
  phase: Phase;
  /** Who looks at its routers while it waits; absent while it is not begun. */
  watch?: Order['watch'];
  /** ISO 8601. */
  armedAt: string | null;
  leaseEndsAt: string;
  capturesLeft: number;
  /** The worker that holds it; null when nobody does. */
  worker: string | null;
  operator: string;
  /** How it ended; null while it has not, or when it was never armed. */
  outcome: Ended | null;
  /** The same and what is wrong with it, in words. */
  ending: string | null;
  trouble: string | null;
  /** The trouble as it was met; absent of captures of older versions. */
  failure?: Failure | null | undefined;
  /** How often it was tried in vain to end it; absent where never. */
  tries?: number | undefined;
  /** When the backup was taken that it is restored from, in ISO 8601; absent where it is not, or had ended before. */
  restored?: string;
  /** The capture that was armed after it within the budget; null when there is none, absent while that is not decided. */
  next?: string | null | undefined;
  /** Disarmed, and brought back by the next reload of these routers: somebody has saved their configuration meanwhile. Absent where nobody has. */
  saved?: Side[];
  /** Bundles that came home, the newest last, each with the first sentence of its verdict. */
  bundles: { folder: string; at: string; incidents: number; sentence: string }[];
}

export interface Told {
  captureId: string;
  news: News;
}
