/** Admitting lets in whom nothing holds: the most urgent first, as the budget allows. */

import { take, waitMs } from '../../syslog/bucket.ts';
import { mayUse, UNPROVEN } from './accounts.ts';
import { type GateAction, type GateState, UNKNOWN, type Waiting } from './gate-state.ts';
import { linesNeeded, type Ticket } from './ticket.ts';

/** A count of terminal lines is believed for so long. */
const LINES_FRESH_MS = 600_000;

export interface Stepped {
  state: GateState;
  actions: GateAction[];
}

/** Whoever has a session types first: it holds a terminal line. */
export function letType({ state, actions }: Stepped, nowMs: number): Stepped {
  const [next, ...rest] = state.typing;
  if (next === undefined) return { state, actions };
  const lackMs = waitMs(state.commands, state.rules.commands, next.count, nowMs);
  if (lackMs > 0) return { state, actions: [...actions, { do: 'wake', atMs: nowMs + lackMs }] };
  const paid = { ...state, typing: rest, commands: take(state.commands, state.rules.commands, next.count, nowMs) };
  return letType({ state: paid, actions: [...actions, { do: 'type', id: next.id }] }, nowMs);
}

/** One that cannot enter for its router's or its account's sake lets others pass; one that waits for the budget lets nobody pass. */
export function admit(stepped: Stepped, nowMs: number): Stepped {
  let { state } = stepped;
  const actions = [...stepped.actions];
  const left: Waiting[] = [];
  const wakes: number[] = [];
  let isSpent = state.typing.length > 0 || isFull(state);
  for (const each of state.waiting) {
    const heldMs = isSpent ? undefined : heldUntil(state, each.ticket, nowMs);
    if (isSpent || heldMs !== undefined) {
      if (heldMs !== undefined && Number.isFinite(heldMs)) wakes.push(heldMs);
      left.push(each);
      continue;
    }
    const lackMs = lackOf(state, each.ticket, nowMs);
    if (lackMs > 0) {
      isSpent = true;
      wakes.push(nowMs + lackMs);
      left.push(each);
      continue;
    }
    state = enter(state, each.ticket, nowMs);
    actions.push({ do: 'enter', id: each.ticket.id });
    isSpent = isFull(state);
  }
  const wake = wakes.length === 0 ? [] : [{ do: 'wake', atMs: Math.min(...wakes) } as const];
  return { state: { ...state, waiting: left }, actions: [...actions, ...wake] };
}

function isFull({ open, rules }: GateState): boolean {
  return Object.keys(open).length >= rules.sessionsMax;
}

/** Undefined when nothing of router or account holds it; for ever when somebody must leave first. */
function heldUntil(state: GateState, ticket: Ticket, nowMs: number): number | undefined {
  const sessions = Object.values(state.open);
  if (sessions.some((open) => open.ticket.router === ticket.router)) return Number.POSITIVE_INFINITY;
  const { freeLines, countedAtMs, refused } = state.routers[ticket.router] ?? UNKNOWN;
  if (freeLines !== undefined && freeLines < linesNeeded(ticket) && nowMs < countedAtMs + LINES_FRESH_MS)
    return countedAtMs + LINES_FRESH_MS;
  if (nowMs < refused.heldUntilMs) return refused.heldUntilMs;
  const account = state.accounts[ticket.account] ?? UNPROVEN;
  const withIt = sessions.filter((open) => open.ticket.account === ticket.account).length;
  if (mayUse(account, withIt, nowMs)) return undefined;
  return nowMs < account.heldUntilMs ? account.heldUntilMs : Number.POSITIVE_INFINITY;
}

function lackOf({ rules, logins, commands }: GateState, ticket: Ticket, nowMs: number): number {
  return Math.max(waitMs(logins, rules.logins, ticket.logins, nowMs), waitMs(commands, rules.commands, ticket.commands, nowMs));
}

function enter(state: GateState, ticket: Ticket, nowMs: number): GateState {
  return {
    ...state,
    logins: take(state.logins, state.rules.logins, ticket.logins, nowMs),
    commands: take(state.commands, state.rules.commands, ticket.commands, nowMs),
    open: { ...state.open, [ticket.id]: { ticket, enteredAtMs: nowMs } },
  };
}
