/** The state of a gate is who waits, who has a session, and what is known of routers and accounts; its events are what happens to it. */

import { type Bucket, fullBucket, type Rate } from '../../syslog/bucket.ts';
import { type AccountState, NEVER_MS, UNPROVEN } from './accounts.ts';
import type { Ticket } from './ticket.ts';

export interface GateRules {
  logins: Rate;
  commands: Rate;
  /** Of this gate, all routers together. */
  sessionsMax: number;
}

export interface Waiting {
  ticket: Ticket;
  order: number;
}

interface Open {
  ticket: Ticket;
  enteredAtMs: number;
}

export interface RouterState {
  /** As the last session counted them; undefined when nobody has. */
  freeLines?: number | undefined;
  countedAtMs: number;
  /** Refused there, whatever the account is worth elsewhere. */
  refused: AccountState;
}

/** Plain JSON; of a router only what holds somebody back. */
export interface GateState {
  rules: GateRules;
  logins: Bucket;
  commands: Bucket;
  waiting: Waiting[];
  open: Record<string, Open>;
  /** What sessions that are open want to type. */
  typing: { id: string; count: number }[];
  routers: Record<string, RouterState>;
  accounts: Record<string, AccountState>;
  asked: number;
}

/** `done`: whatever became of the work, the login was good. */
export type Outcome = 'done' | 'refused' | 'unreachable';

export type GateEvent =
  | { is: 'asked'; ticket: Ticket }
  | { is: 'typing'; id: string; count: number }
  /** The router has let it in. */
  | { is: 'greeted'; id: string }
  | { is: 'left'; id: string; how: Outcome }
  /** A session of ours has asked the router. */
  | { is: 'counted'; router: string; freeLines: number }
  /** An operator has said so: it holds for all who share the gate, until another is said. */
  | { is: 'ruled'; rules: Partial<GateRules> }
  /** A worker is dead: what it held is free. */
  | { is: 'gone'; worker: string }
  | { is: 'time' };

export function openGate(rules: GateRules, nowMs: number): GateState {
  const buckets = { logins: fullBucket(rules.logins, nowMs), commands: fullBucket(rules.commands, nowMs) };
  return { rules, ...buckets, waiting: [], open: {}, typing: [], routers: {}, accounts: {}, asked: 0 };
}

/** Of which there is nothing to say. */
export const UNKNOWN: RouterState = { countedAtMs: NEVER_MS, refused: UNPROVEN };
