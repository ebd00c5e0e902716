/** A lint is one hazard of EEM applets: how it is found, why it bites on the device, and a case that it must find and one that it must not. */
import type { Applet, OtherStatement, Place } from '../model.ts';

export interface LintFinding {
  place: Place;
  summary: string;
  /** From 1, on the line; the whole statement when absent. */
  column?: number | undefined;
  length?: number | undefined;
  /** Lower than the lint's own, where less is certain. */
  severity?: 'warning' | 'notice' | undefined;
}

/** What stands around an applet. */
export interface Surroundings {
  /** Every applet of the same configuration. */
  applets: readonly Applet[];
  environment: Readonly<Record<string, string>>;
  /** `event manager session …` and its like. */
  settings: readonly OtherStatement[];
  /** True when AAA checks each command. */
  authorizesCommands: boolean;
  /** True for a whole configuration: what it does not hold, the device does not have. */
  isWhole: boolean;
}

export interface Lint {
  id: string;
  severity: 'error' | 'warning' | 'notice';
  /** What happens on the device. */
  why: string;
  /** Where the belief comes from, with its mark. */
  source: string;
  /** Configuration that it must complain about, and configuration that it must not. */
  failing: string;
  passing: string;
  check(applet: Applet, surroundings: Surroundings): LintFinding[];
}
