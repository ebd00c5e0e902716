/** A sight is what is seen of a capture that waits, as data, for whoever shows it: each look at a router, when the waiting begins, and when it is over. */
import type { Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Gauges } from './gauges.ts';

/**
 * `armed`: everything stands, nothing has sprung; `blind`: it can spring, but something is missing; `gone`: it cannot spring any more;
 * `reloaded`: the same, and the router has restarted since it was armed; `freezing`: sprung; `frozen`: the marker is there, or it ended without a
 * file; `unknown`: the router could not be asked;
 * `foreign`: the peer is not ours, and nobody asks it.
 */
export type PeerStage = 'armed' | 'blind' | 'gone' | 'reloaded' | 'freezing' | 'frozen' | 'unknown' | 'foreign';

/** `stage` is absent where a glance found every applet: it is as it was. */
export interface RouterSight {
  what: 'router';
  side: Side;
  /** In ms since 1970. */
  atMs: number;
  stage?: PeerStage | undefined;
  /** How it stands, in one line. */
  said: string;
  gauges: Gauges;
}

export type Sight = { what: 'waiting'; plan: Plan; atMs: number; leaseLeftMs: number } | RouterSight | { what: 'over'; atMs: number };
