/**
 * A rollout arms a fleet wave by wave: it stops where too many of the latest fail, never lets two routers of a group stand armed, and loses no
 * order. A state machine: state, event and time in, state and actions out; what is armed, and what becomes of it, is told to it by others.
 */
import { fits, type Held, hold, noneHeld } from '../plan/waves.ts';
import { type FleetRules, waveSize } from '../rules.ts';

export const ORDER_STAGES = ['waiting', 'replacing', 'arming', 'armed', 'failed', 'withheld', 'ended'] as const;
export type OrderStage = (typeof ORDER_STAGES)[number];

/** Plain JSON. */
export interface RolloutOrder {
  name: string;
  wave: number;
  routers: { id: string; group?: string | undefined }[];
  stage: OrderStage;
  /** Of the capture that it became. */
  captureId?: string | undefined;
  /** A trap of an older version, which is taken away first. */
  replaces?: string | undefined;
  why?: string | undefined;
  /** It failed, and something of it may still be on a router. */
  isLeft?: boolean | undefined;
}

export type RolloutRules = Pick<FleetRules, 'canaries' | 'wave' | 'errorPercent' | 'sample' | 'soakSeconds' | 'perRouter' | 'atOnce'>;

/** Plain JSON: written down after each step, a killed one goes on from there. */
export interface RolloutState {
  rules: RolloutRules;
  orders: Record<string, RolloutOrder>;
  wave: number;
  /** When the wave may begin. */
  beginsAtMs: number;
  /** Of the latest orders that were settled, the newest last: true when it failed. */
  outcomes: boolean[];
  /** Why no more is armed. */
  halted?: string | undefined;
}

export type RolloutEvent =
  | { is: 'time' }
  /** The trap of the older version has gone. */
  | { is: 'cleared'; order: string }
  /** Who arms it has remembered under which id. */
  | { is: 'begun'; order: string; captureId: string }
  | { is: 'armed'; order: string }
  /** It has sprung, and is armed again as another capture. */
  | { is: 'renewed'; order: string; captureId: string }
  | { is: 'failed'; order: string; why: string; isLeft?: boolean | undefined }
  /** Both of its routers are clean. */
  | { is: 'ended'; order: string }
  | { is: 'stopped'; by: string };

export type RolloutAction = { do: 'arm'; order: string } | { do: 'clear'; order: string; captureId: string } | { do: 'halt'; why: string };

export function openRollout(orders: readonly Omit<RolloutOrder, 'stage'>[], rules: RolloutRules, nowMs: number): RolloutState {
  const waiting = orders.map((order) => [order.name, { ...order, stage: 'waiting' as const }] as const);
  return { rules, orders: Object.fromEntries(waiting), wave: 1, beginsAtMs: nowMs, outcomes: [] };
}

export function stepRollout(before: RolloutState, event: RolloutEvent, nowMs: number): { state: RolloutState; actions: RolloutAction[] } {
  const heard = hear(before, event);
  const halted = heard.halted ?? whyHalt(heard);
  const actions: RolloutAction[] = halted !== undefined && before.halted === undefined ? [{ do: 'halt', why: halted }] : [];
  if (halted !== undefined) return { state: withhold({ ...heard, halted }), actions };
  return begin(nextWave(heard, nowMs), nowMs);
}

/** Nothing will happen any more by itself. */
export function isOver({ orders }: RolloutState): boolean {
  return Object.values(orders).every(({ stage }) => stage === 'failed' || stage === 'withheld' || stage === 'ended');
}

/** What is said of an order that is settled changes nothing: the same is told twice after a kill. */
function hear(state: RolloutState, event: RolloutEvent): RolloutState {
  if (event.is === 'time') return state;
  if (event.is === 'stopped') return { ...state, halted: `stopped by ${event.by}` };
  const order = state.orders[event.order];
  if (order === undefined) return state;
  switch (event.is) {
    case 'cleared':
      return order.stage === 'replacing' ? put(state, { ...order, stage: 'waiting', replaces: undefined }) : state;
    case 'begun':
      return order.stage === 'arming' ? put(state, { ...order, captureId: event.captureId }) : state;
    case 'renewed':
      return order.stage === 'armed' ? put(state, { ...order, captureId: event.captureId }) : state;
    case 'armed':
      return order.stage === 'arming' ? settle(put(state, { ...order, stage: 'armed' }), false) : state;
    case 'failed':
      return isInHand(order)
        ? settle(put(state, { ...order, stage: 'failed', why: event.why, isLeft: event.isLeft === true }), true)
        : state;
    case 'ended':
      return end(state, order);
  }
}

function end(state: RolloutState, order: RolloutOrder): RolloutState {
  if (order.stage === 'failed') return put(state, { ...order, isLeft: false });
  const ended = put(state, { ...order, stage: 'ended' });
  if (order.stage === 'arming') return settle(ended, false);
  return order.stage === 'armed' ? ended : state;
}

function put(state: RolloutState, order: RolloutOrder): RolloutState {
  return { ...state, orders: { ...state.orders, [order.name]: order } };
}

function settle(state: RolloutState, isFailed: boolean): RolloutState {
  const span = Math.max(state.rules.sample, waveSize(state.rules, Object.keys(state.orders).length));
  return { ...state, outcomes: [...state.outcomes, isFailed].slice(-span) };
}

function isInHand({ stage }: RolloutOrder): boolean {
  return stage === 'arming' || stage === 'replacing';
}

/** A canary that dies has done its work, however small the sample. */
function whyHalt({ rules, outcomes, orders, wave }: RolloutState): string | undefined {
  const failed = outcomes.filter((each) => each).length;
  const share = (failed * 100) / Math.max(1, outcomes.length);
  if (outcomes.length >= rules.sample && share > rules.errorPercent)
    return `${failed} of the latest ${outcomes.length} tunnels failed: more than ${rules.errorPercent} %`;
  const canaries = rules.canaries > 0 && wave === 1 ? Object.values(orders).filter((order) => order.wave === 1) : [];
  const dead = canaries.filter(({ stage }) => stage === 'failed').length;
  const isSettled = canaries.every((order) => order.stage !== 'waiting' && !isInHand(order));
  if (dead === 0 || !isSettled || (dead * 100) / canaries.length <= rules.errorPercent) return undefined;
  return `${dead} of ${canaries.length} canaries failed`;
}

/** What is in hand is carried to its end; nothing else is begun. */
function withhold(state: RolloutState): RolloutState {
  const orders = Object.entries(state.orders).map(
    ([name, order]) => [name, order.stage === 'waiting' ? { ...order, stage: 'withheld' as const } : order] as const,
  );
  return { ...state, orders: Object.fromEntries(orders) };
}

function nextWave(state: RolloutState, nowMs: number): RolloutState {
  const isDone = Object.values(state.orders).every((order) => order.wave > state.wave || (order.stage !== 'waiting' && !isInHand(order)));
  const isLast = Object.values(state.orders).every(({ wave }) => wave <= state.wave);
  if (!isDone || isLast) return state;
  return { ...state, wave: state.wave + 1, beginsAtMs: nowMs + state.rules.soakSeconds * 1000 };
}

/** Of the wave, as many as may be armed at once, each where nothing stands in its way. */
function begin(state: RolloutState, nowMs: number): { state: RolloutState; actions: RolloutAction[] } {
  if (nowMs < state.beginsAtMs) return { state, actions: [] };
  const all = Object.values(state.orders);
  const held = heldBy(all);
  let room = state.rules.atOnce - all.filter(isInHand).length;
  const changed: RolloutOrder[] = [];
  const actions: RolloutAction[] = [];
  for (const order of all) {
    if (room <= 0) break;
    const { replaces } = order;
    if (order.stage !== 'waiting' || order.wave !== state.wave) continue;
    // What it replaces stands already.
    if (replaces === undefined && !fits(held, order, state.rules.perRouter)) continue;
    if (replaces === undefined) hold(held, order);
    room -= 1;
    changed.push({ ...order, stage: replaces === undefined ? 'arming' : 'replacing' });
    actions.push(replaces === undefined ? { do: 'arm', order: order.name } : { do: 'clear', order: order.name, captureId: replaces });
  }
  return { state: changed.reduce(put, state), actions };
}

/** By all that may have something on a router: also what is taken away just now, and a trap of an older version. */
function heldBy(orders: readonly RolloutOrder[]): Held {
  const held = noneHeld();
  for (const order of orders) if (isOnRouters(order)) hold(held, order);
  return held;
}

export function isOnRouters({ stage, replaces, isLeft }: RolloutOrder): boolean {
  return stage === 'arming' || stage === 'replacing' || stage === 'armed' || replaces !== undefined || isLeft === true;
}

/** What was withheld or failed is to be armed after all: somebody has looked at why. */
export function reopenRollout(state: RolloutState, nowMs: number): RolloutState {
  const { halted: _halted, ...rest } = state;
  const orders = Object.values(state.orders).map((order): RolloutOrder => {
    if (order.stage !== 'withheld' && (order.stage !== 'failed' || order.isLeft === true)) return order;
    const { captureId: _id, why: _why, ...again } = order;
    return { ...again, stage: 'waiting' };
  });
  const wave = Math.min(...orders.filter(({ stage }) => stage === 'waiting').map((order) => order.wave), state.wave);
  return { ...rest, orders: Object.fromEntries(orders.map((order) => [order.name, order])), wave, beginsAtMs: nowMs, outcomes: [] };
}
