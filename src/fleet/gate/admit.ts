/** Admitting lets in whom nothing holds: the most urgent first, as the budget allows. */

import { take, waitMs } from '../../syslog/bucket.ts';
import { mayUse, UNPROVEN } from './accounts.ts';
import { type GateState, UNKNOWN, type Waiting } from './gate-state.ts';
import { linesNeeded, type Ticket } from './ticket.ts';

/** A count of terminal lines is believed for so long. */
const LINES_FRESH_MS = 600_000;

/** Whoever has a session types first: it holds a terminal line. */
export function letType(state: GateState, nowMs: number): GateState {
  const [next, ...rest] = state.typing;
  if (next === undefined || waitMs(state.commands, state.rules.commands, next.count, nowMs) > 0) return state;
  return letType({ ...state, typing: rest, commands: take(state.commands, state.rules.commands, next.count, nowMs) }, nowMs);
}

/** One that cannot enter for its router's or its account's sake lets others pass; one that waits for the budget lets nobody pass. */
export function admit(before: GateState, nowMs: number): GateState {
  let state = before;
  const left: Waiting[] = [];
  let isSpent = state.typing.length > 0 || isFull(state);
  for (const each of state.waiting) {
    if (isSpent || isHeld(state, each.ticket, nowMs)) {
      left.push(each);
    } else if (lacksBudget(state, each.ticket, nowMs)) {
      isSpent = true;
      left.push(each);
    } else {
      state = enter(state, each.ticket, nowMs);
      isSpent = isFull(state);
    }
  }
  return { ...state, waiting: left };
}

function isFull({ open, rules }: GateState): boolean {
  return Object.keys(open).length >= rules.sessionsMax;
}

/** By its router or its account. */
function isHeld(state: GateState, ticket: Ticket, nowMs: number): boolean {
  const sessions = Object.values(state.open);
  if (sessions.some((open) => open.ticket.router === ticket.router)) return true;
  const { freeLines, countedAtMs, refused } = state.routers[ticket.router] ?? UNKNOWN;
  if (freeLines !== undefined && freeLines < linesNeeded(ticket) && nowMs < countedAtMs + LINES_FRESH_MS) return true;
  if (nowMs < refused.heldUntilMs) return true;
  const withIt = sessions.filter((open) => open.ticket.account === ticket.account).length;
  return !mayUse(state.accounts[ticket.account] ?? UNPROVEN, withIt, nowMs);
}

function lacksBudget({ rules, logins, commands }: GateState, ticket: Ticket, nowMs: number): boolean {
  return waitMs(logins, rules.logins, ticket.logins, nowMs) > 0 || waitMs(commands, rules.commands, ticket.commands, nowMs) > 0;
}

function enter(state: GateState, ticket: Ticket, nowMs: number): GateState {
  return {
    ...state,
    logins: take(state.logins, state.rules.logins, ticket.logins, nowMs),
    commands: take(state.commands, state.rules.commands, ticket.commands, nowMs),
    open: { ...state.open, [ticket.id]: { ticket, enteredAtMs: nowMs } },
  };
}
