/**
 * Looks tell whose turn it is to be looked at, where nobody keeps a session: whoever has waited longest for its measure, which is shorter for
 * what is suspected and for what nears the end of its lease. A state machine; nobody is passed over for ever, since only waiting makes urgent.
 */

export interface Watched {
  captureId: string;
  lookedAtMs: number;
  leaseEndsAtMs: number;
  /** 0 to 1: by syslog, by counters, by a look that could not be finished. */
  suspicion: number;
}

/** Plain JSON. */
export interface LooksState {
  watched: Record<string, Watched>;
  /** That are being looked at. */
  looking: string[];
}

export interface LooksRules {
  /** Between two looks at a capture of which nothing is suspected, where the budget bears it. */
  everySeconds: number;
  /** At the same time. */
  atOnce: number;
}

export type LooksEvent =
  /** It waits here from now on. `seenAtMs`: when its routers were asked last. */
  | { is: 'armed'; captureId: string; leaseEndsAtMs: number; seenAtMs: number }
  | { is: 'suspected'; captureId: string; suspicion: number }
  | { is: 'looked'; captureId: string; isWhole: boolean }
  | { is: 'lease'; captureId: string; leaseEndsAtMs: number }
  | { is: 'ended'; captureId: string }
  | { is: 'time' };

export type LooksAction = { do: 'look'; captureId: string } | { do: 'wake'; atMs: number };

export const NO_LOOKS: LooksState = { watched: {}, looking: [] };

/** What is suspected is looked at five times as often. */
const SUSPICION_FACTOR = 4;
/** In the last two measures of its lease twice as often: what springs then must be home before the routers clear up. */
const LEASE_FACTOR = 2;
/** A look that could not be finished. */
const UNFINISHED = 0.25;

export function stepLooks(
  before: LooksState,
  rules: LooksRules,
  event: LooksEvent,
  nowMs: number,
): { state: LooksState; actions: LooksAction[] } {
  const state = hear(before, event, nowMs);
  const dueAt = Object.values(state.watched)
    .filter(({ captureId }) => !state.looking.includes(captureId))
    .map((watched) => ({ captureId: watched.captureId, urgency: urgencyOf(watched, rules, nowMs), atMs: dueAtMs(watched, rules, nowMs) }))
    .sort((one, two) => two.urgency - one.urgency || (one.captureId < two.captureId ? -1 : 1));
  const next = dueAt.slice(0, Math.max(0, rules.atOnce - state.looking.length)).filter(({ atMs }) => atMs <= nowMs);
  const later = dueAt.filter(({ atMs }) => atMs > nowMs).map(({ atMs }) => atMs);
  const wake: LooksAction[] = later.length === 0 ? [] : [{ do: 'wake', atMs: Math.min(...later) }];
  const looks = next.map(({ captureId }) => ({ do: 'look', captureId }) as const);
  return { state: { ...state, looking: [...state.looking, ...next.map(({ captureId }) => captureId)] }, actions: [...looks, ...wake] };
}

function hear(state: LooksState, event: LooksEvent, nowMs: number): LooksState {
  if (event.is === 'time') return state;
  const { captureId } = event;
  const known = state.watched[captureId];
  const put = (watched: Watched): LooksState => ({ ...state, watched: { ...state.watched, [captureId]: watched } });
  switch (event.is) {
    case 'armed':
      return known === undefined ? put({ captureId, lookedAtMs: event.seenAtMs, leaseEndsAtMs: event.leaseEndsAtMs, suspicion: 0 }) : state;
    case 'suspected':
      return known === undefined ? state : put({ ...known, suspicion: Math.max(known.suspicion, Math.min(1, event.suspicion)) });
    case 'lease':
      return known === undefined ? state : put({ ...known, leaseEndsAtMs: event.leaseEndsAtMs });
    case 'looked': {
      const looked = { ...state, looking: state.looking.filter((each) => each !== captureId) };
      if (known === undefined) return looked;
      const suspicion = event.isWhole ? 0 : Math.max(known.suspicion, UNFINISHED);
      return { ...looked, watched: { ...state.watched, [captureId]: { ...known, lookedAtMs: nowMs, suspicion } } };
    }
    case 'ended': {
      const { [captureId]: _ended, ...watched } = state.watched;
      return { watched, looking: state.looking.filter((each) => each !== captureId) };
    }
  }
}

/** How often its measure it has waited: from 1 on it is due. */
function urgencyOf(watched: Watched, rules: LooksRules, nowMs: number): number {
  return (nowMs - watched.lookedAtMs) / measureMs(watched, rules, nowMs);
}

function dueAtMs(watched: Watched, rules: LooksRules, nowMs: number): number {
  const dueMs = watched.lookedAtMs + measureMs(watched, rules, nowMs);
  const nearMs = nearLeaseAtMs(watched, rules);
  // Its measure grows shorter at that moment.
  return nowMs < nearMs && nearMs < dueMs ? Math.max(nearMs, watched.lookedAtMs + measureMs(watched, rules, nearMs)) : dueMs;
}

function measureMs(watched: Watched, rules: LooksRules, nowMs: number): number {
  const factor = 1 + SUSPICION_FACTOR * watched.suspicion;
  return (rules.everySeconds * 1000) / factor / (nowMs >= nearLeaseAtMs(watched, rules) ? LEASE_FACTOR : 1);
}

function nearLeaseAtMs({ leaseEndsAtMs }: Watched, { everySeconds }: LooksRules): number {
  return leaseEndsAtMs - 2 * everySeconds * 1000;
}
