/** The pace is how often an armed router is looked at and how deep: pauses grow, and what a day costs is known before anything is armed. */
import type { Playbook } from '../playbook/playbook.ts';

/** `glance`: do its applets stand; `check`: does it record, and at what cost; `whole`: everything, as after a login. */
export type Depth = 'glance' | 'check' | 'whole';

export interface Schedule {
  looks: number;
  pauseSeconds: number;
  checkedAtMs: number;
  wholeAtMs: number;
}

export const FIRST_LOOK: Schedule = {
  looks: 0,
  pauseSeconds: 0,
  checkedAtMs: Number.NEGATIVE_INFINITY,
  wholeAtMs: Number.NEGATIVE_INFINITY,
};

const GROWTH = 1.5;
/** No accounting server is asked more than 1,500 times a router and day: with what checks take, not more often than this. */
const STEADY_SECONDS_MIN = 110;
const STEADY_SECONDS_MAX = 300;
/** The other end is called while the log buffer there has turned over by a quarter at most. */
const TURNOVER_SHARE = 4;
/** What is wrong shows itself soon: the first looks are checks. */
const FIRST_CHECKS = 5;
const CHECK_SECONDS = 1800;
const WHOLE_SECONDS = 3600;
/** Between two logins, where none can be kept: 72 a day. */
export const LOGIN_PAUSE_SECONDS = 1200;
const DAY_SECONDS = 86_400;

/** The tail of the end that sprang is still running when the other one is called: beyond it, pauses do not grow. */
export function steadySeconds(
  { pollSeconds, tailSeconds }: Pick<Playbook, 'pollSeconds' | 'tailSeconds'>,
  turnoverSeconds = Number.POSITIVE_INFINITY,
): number {
  const allowed = Math.min(STEADY_SECONDS_MAX, tailSeconds, turnoverSeconds / TURNOVER_SHARE);
  return Math.max(STEADY_SECONDS_MIN, pollSeconds, Math.floor(allowed));
}

export function nextPauseSeconds(
  playbook: Pick<Playbook, 'pollSeconds' | 'tailSeconds'>,
  beforeSeconds: number,
  turnoverSeconds?: number,
): number {
  return Math.min(steadySeconds(playbook, turnoverSeconds), Math.max(playbook.pollSeconds, beforeSeconds * GROWTH));
}

/** A session that is new may have been made by a router that is new as well: everything is asked. */
export function depthOf({ looks, checkedAtMs, wholeAtMs }: Schedule, nowMs: number, isNew: boolean): Depth {
  if (isNew || nowMs - wholeAtMs >= WHOLE_SECONDS * 1000) return 'whole';
  return looks < FIRST_CHECKS || nowMs - checkedAtMs >= CHECK_SECONDS * 1000 ? 'check' : 'glance';
}

export function afterLook(schedule: Schedule, depth: Depth, nowMs: number): Schedule {
  return {
    ...schedule,
    looks: schedule.looks + 1,
    checkedAtMs: depth === 'glance' ? schedule.checkedAtMs : nowMs,
    wholeAtMs: depth === 'whole' ? nowMs : schedule.wholeAtMs,
  };
}

/** What waiting costs one router in a day. */
export interface DayCost {
  logins: number;
  commands: number;
  /** Both ways, about. */
  bytes: number;
}

/** How many commands each kind of look types, and how many bytes go both ways with it, SSH and TCP included: measured on simulated routers. */
const COSTS: Readonly<Record<Depth | 'login', { commands: number; bytes: number }>> = {
  login: { commands: 3, bytes: 6000 },
  glance: { commands: 1, bytes: 1000 },
  check: { commands: 8, bytes: 4500 },
  whole: { commands: 13, bytes: 7500 },
};
/** Of one more question, its answer included. */
const QUESTION_BYTES = 600;

/**
 * Of a day in which nothing happens and the session holds; `isKept`: false where terminal lines are so scarce that each look logs in anew;
 * `extraCommands`: what each check asks of this router's event traces and ring of packets.
 */
export function costOfDay(playbook: Pick<Playbook, 'pollSeconds' | 'tailSeconds'>, isKept = true, extraCommands = 0): DayCost {
  const cost: DayCost = { logins: 0, commands: 0, bytes: 0 };
  const add = (what: Depth | 'login'): void => {
    const extra = what === 'check' || what === 'whole' ? extraCommands : 0;
    cost.commands += COSTS[what].commands + extra;
    cost.bytes += COSTS[what].bytes + extra * QUESTION_BYTES;
  };
  let schedule = FIRST_LOOK;
  for (let seconds = 0; seconds < DAY_SECONDS; seconds += schedule.pauseSeconds) {
    const isNew = !isKept || seconds === 0;
    const depth = depthOf(schedule, seconds * 1000, isNew);
    if (isNew) cost.logins += 1;
    for (const what of isNew ? (['login', depth] as const) : [depth]) add(what);
    const grown = nextPauseSeconds(playbook, schedule.pauseSeconds);
    schedule = { ...afterLook(schedule, depth, seconds * 1000), pauseSeconds: isKept ? grown : LOGIN_PAUSE_SECONDS };
  }
  return cost;
}
