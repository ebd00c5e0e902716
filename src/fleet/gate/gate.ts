/**
 * The gate decides who logs in when: one session a router, within the budget of logins and commands a second that the AAA servers bear, where a
 * terminal line is free, and never again with an account that has just been refused. A state machine: state, event and time in, state out;
 * whoever waits sees in it that it has entered.
 */

import { fill } from '../../syslog/bucket.ts';
import { type AccountState, accept, NEVER_MS, refuse, UNPROVEN } from './accounts.ts';
import { admit, letType } from './admit.ts';
import { type GateEvent, type GateState, type Outcome, type RouterState, UNKNOWN } from './gate-state.ts';
import { compareTickets, LINES_ENOUGH } from './ticket.ts';

export function stepGate(before: GateState, event: GateEvent, nowMs: number): GateState {
  const state = hear(before, event, nowMs);
  const filled = {
    ...state,
    logins: fill(state.logins, state.rules.logins, nowMs),
    commands: fill(state.commands, state.rules.commands, nowMs),
  };
  return admit(letType(filled, nowMs), nowMs);
}

function hear(state: GateState, event: GateEvent, nowMs: number): GateState {
  switch (event.is) {
    case 'asked':
      return {
        ...state,
        waiting: [...state.waiting, { ticket: event.ticket, order: state.asked }].sort(compareTickets),
        asked: state.asked + 1,
      };
    case 'typing':
      return state.open[event.id] === undefined ? state : { ...state, typing: [...state.typing, { id: event.id, count: event.count }] };
    case 'greeted':
      return judge(state, event.id, 'done', nowMs);
    case 'left':
      return leave(state, event, nowMs);
    case 'counted':
      return putRouter(
        state,
        event.router,
        event.freeLines < LINES_ENOUGH ? { freeLines: event.freeLines, countedAtMs: nowMs } : UNCOUNTED,
      );
    case 'ruled':
      return { ...state, rules: { ...state.rules, ...event.rules } };
    case 'gone':
      return bury(state, event.worker);
    case 'time':
      return state;
  }
}

const UNCOUNTED = { freeLines: undefined, countedAtMs: NEVER_MS };

/** One of which there is nothing to say is forgotten. */
function putRouter({ routers, ...state }: GateState, router: string, changed: Partial<RouterState>): GateState {
  const { [router]: before = UNKNOWN, ...others } = routers;
  const now = { ...before, ...changed };
  return { ...state, routers: now.freeLines === undefined && now.refused.refusals === 0 ? others : { ...others, [router]: now } };
}

function bury(state: GateState, worker: string): GateState {
  const open = Object.fromEntries(Object.entries(state.open).filter(([, { ticket }]) => ticket.worker !== worker));
  const typing = state.typing.filter(({ id }) => open[id] !== undefined);
  return { ...state, open, typing, waiting: state.waiting.filter(({ ticket }) => ticket.worker !== worker) };
}

function leave(before: GateState, { id, how }: Extract<GateEvent, { is: 'left' }>, nowMs: number): GateState {
  const state = judge(before, id, how, nowMs);
  const { [id]: _left, ...open } = state.open;
  return { ...state, open, typing: state.typing.filter((each) => each.id !== id) };
}

/** What the login tells of its router and of its account. */
function judge(state: GateState, id: string, how: Outcome, nowMs: number): GateState {
  const entered = state.open[id];
  if (entered === undefined) return state;
  const { account, router } = entered.ticket;
  const before = state.routers[router] ?? UNKNOWN;
  const judged = judgeLogin({ router: before.refused, account: state.accounts[account] ?? UNPROVEN }, how, entered.enteredAtMs, nowMs);
  return putRouter({ ...state, accounts: { ...state.accounts, [account]: judged.account } }, router, { refused: judged.router });
}

interface Judged {
  router: AccountState;
  account: AccountState;
}

/** A router that refuses once more what is good elsewhere is held alone. */
function judgeLogin({ router, account }: Judged, how: Outcome, enteredAtMs: number, nowMs: number): Judged {
  if (how === 'done') return { router: accept(router, enteredAtMs), account: accept(account, enteredAtMs) };
  if (how === 'unreachable') return { router, account };
  const isItsOwn = router.refusals > 0 && account.isProven;
  return { router: refuse(router, nowMs, ROUTER_PATIENCE), account: isItsOwn ? account : refuse(account, nowMs) };
}

const ROUTER_PATIENCE = 2;
