/** The rules of a fleet are how fast it is armed, what stops it, and what it may cost the servers that every login and command is told to. */
import type { GateRules } from './gate/gate-state.ts';

export interface FleetRules {
  /** The first tunnels, alone. */
  canaries: number;
  /** Of each wave after them. */
  wave: { tunnels: number } | { percent: number };
  /** Arming goes no further when more than this share of the latest tunnels failed … */
  errorPercent: number;
  /** … of at least so many. */
  sample: number;
  /** Of pause behind a wave: what was armed may show what it does. */
  soakSeconds: number;
  /** Captures that stand on one router at once: they share its log buffer, and each has five applets. */
  perRouter: number;
  /** Armed at the same time. */
  atOnce: number;
  gate: GateRules;
}

export const DEFAULT_RULES: FleetRules = {
  canaries: 1,
  wave: { tunnels: 50 },
  errorPercent: 10,
  sample: 10,
  soakSeconds: 60,
  perRouter: 4,
  atOnce: 10,
  // What a single AAA server answers without being noticed: far below what is measured of them. [B]
  gate: { logins: { perSecond: 2, burst: 4 }, commands: { perSecond: 40, burst: 80 }, sessionsMax: 20 },
};

export function waveSize({ wave }: Pick<FleetRules, 'wave'>, tunnels: number): number {
  return Math.max(1, 'tunnels' in wave ? wave.tunnels : Math.ceil((tunnels * wave.percent) / 100));
}
