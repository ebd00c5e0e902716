/**
 * The gate decides who logs in when: one session a router, within the budget of logins and commands a second that the AAA servers bear, where a
 * terminal line is free, and never again with an account that has just been refused. A state machine: state, event and time in, state and
 * actions out.
 */
import { type AccountState, accept, mayUse, NEVER_MS, refuse, UNPROVEN } from './accounts.ts';
import { type Bucket, fill, fullBucket, type Rate, take, waitMs } from './bucket.ts';
import { compareTickets, LINES_ENOUGH, linesNeeded, type Ticket } from './ticket.ts';

export interface GateRules {
  logins: Rate;
  commands: Rate;
  /** Of this gate, all routers together. */
  sessionsMax: number;
}

interface Waiting {
  ticket: Ticket;
  order: number;
}

interface Open {
  ticket: Ticket;
  enteredAtMs: number;
}

interface RouterState {
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
  /** Nobody waits for it any more. */
  | { is: 'withdrawn'; id: string }
  | { is: 'typing'; id: string; count: number }
  /** The router has let it in. */
  | { is: 'greeted'; id: string }
  | { is: 'left'; id: string; how: Outcome }
  /** A session of ours has asked the router. */
  | { is: 'counted'; router: string; freeLines: number }
  /** A worker is dead: what it held is free. */
  | { is: 'gone'; worker: string }
  | { is: 'time' };

export type GateAction = { do: 'enter'; id: string } | { do: 'type'; id: string } | { do: 'wake'; atMs: number };

/** A count of terminal lines is believed for so long. */
const LINES_FRESH_MS = 600_000;

export function openGate(rules: GateRules, nowMs: number): GateState {
  const buckets = { logins: fullBucket(rules.logins, nowMs), commands: fullBucket(rules.commands, nowMs) };
  return { rules, ...buckets, waiting: [], open: {}, typing: [], routers: {}, accounts: {}, asked: 0 };
}

export function stepGate(before: GateState, event: GateEvent, nowMs: number): { state: GateState; actions: GateAction[] } {
  const state = hear(before, event, nowMs);
  const filled = {
    ...state,
    logins: fill(state.logins, state.rules.logins, nowMs),
    commands: fill(state.commands, state.rules.commands, nowMs),
  };
  return admit(letType({ state: filled, actions: [] }, nowMs), nowMs);
}

interface Stepped {
  state: GateState;
  actions: GateAction[];
}

function hear(state: GateState, event: GateEvent, nowMs: number): GateState {
  switch (event.is) {
    case 'asked':
      return {
        ...state,
        waiting: [...state.waiting, { ticket: event.ticket, order: state.asked }].sort(compareTickets),
        asked: state.asked + 1,
      };
    case 'withdrawn':
      return { ...state, waiting: state.waiting.filter(({ ticket }) => ticket.id !== event.id) };
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

const UNKNOWN: RouterState = { countedAtMs: NEVER_MS, refused: UNPROVEN };

/** Whoever has a session types first: it holds a terminal line. */
function letType({ state, actions }: Stepped, nowMs: number): Stepped {
  const [next, ...rest] = state.typing;
  if (next === undefined) return { state, actions };
  const lackMs = waitMs(state.commands, state.rules.commands, next.count, nowMs);
  if (lackMs > 0) return { state, actions: [...actions, { do: 'wake', atMs: nowMs + lackMs }] };
  const paid = { ...state, typing: rest, commands: take(state.commands, state.rules.commands, next.count, nowMs) };
  return letType({ state: paid, actions: [...actions, { do: 'type', id: next.id }] }, nowMs);
}

/** One that cannot enter for its router's or its account's sake lets others pass; one that waits for the budget lets nobody pass. */
function admit(stepped: Stepped, nowMs: number): Stepped {
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
