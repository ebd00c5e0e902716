/** A lab fault is a fault with what it endangers, and what an honest driver makes of it. */
import type { Fault } from '../device/fault.ts';
import type { Router } from '../device/router.ts';
import type { RouterSpec } from '../device/router-spec.ts';
import type { Random } from '../random.ts';

/** What is being done when it strikes. */
export type Work = 'login' | 'show' | 'push' | 'list' | 'fetch' | 'delete' | 'scp' | 'sftp';

/** `exact`: nothing is lost and no error is raised; `loud`: one clear error; `either`: nobody can say which, but never silent. */
export type Outcome = 'exact' | 'loud' | 'either';

/** The deadlines of the fault matrix end each work far below that, on a busy machine too. */
export const LIMIT_MS = 30_000;

export interface LabFault {
  title: string;
  works: readonly Work[];
  outcome: Outcome;
  /** The router means harm: the driver's patience is short then, and its memory is measured. */
  isHostile?: boolean;
  /** Longer than that is a hang. */
  limitMs?: number;
  /** One strike a run; many where each byte is another case. */
  runs?: number;
  /** What the router is, where that is the fault. */
  spec?: Partial<RouterSpec>;
  /** What the client believes wrongly. */
  belief?: { password?: string; enableSecret?: string; hostKeyFingerprint?: string };
  /** As the client believes it to be listed. */
  listedBytes?: number;
  /** The file that is fetched, in place of an ordinary log. */
  makeFile?(random: Random): Buffer;
  prepare?(router: Router): void;
  /** `share` goes from 0 to 1 over the runs. */
  make?(random: Random, share: number): Fault;
}
