/** A quirk is where a simulated router behaves otherwise than flaptrap believes: in what it takes a line for, answers, says, hears, runs or records. */
import type { Applet } from '../../applet/model.ts';
import type { AppletEngine } from './applet-engine.ts';
import type { FlashFile } from './flash.ts';

/** The terminal line on which something is typed. */
export interface QuirkSeat {
  /** EEM's own. */
  readonly isInternal: boolean;
  ask(text: string, answer: (typed: string) => string): string;
}

export interface QuirkRouter {
  readonly debugs: Set<string>;
  readonly conditions: Set<string>;
  readonly flash: Map<string, FlashFile>;
  readonly eem: AppletEngine;
}

/** Each member is one place; what is left out is as it is believed to be. */
export interface Quirk {
  /** What the router takes a line for; nothing when it swallows it without a word. */
  retype?(line: string, seat: QuirkSeat): string;
  /** Its answer to a line instead of its own; undefined leaves it. */
  onLine?(line: string, seat: QuirkSeat, router: QuirkRouter): string | undefined;
  /** What a command prints, before any pipe. */
  onOutput?(output: string, command: string): string;
  /** What is said of a file that could not be written. */
  onWriteFailure?(answer: string): string;
  /** How a message reads. */
  onMessage?(message: string): string;
  /** Detectors that never spring. */
  deaf?: readonly string[];
  /** Lines of debugs reach the syslog detector. */
  hearsDebugs?: boolean;
  /** False: no debug line is printed. */
  printsDebug?(hasCondition: boolean): boolean;
  /** An applet that is removed while it runs is ended. */
  endsRemovedRuns?: boolean;
  /** In which the session of a run begins. */
  eemPrivilege?: number;
  /** The applet as it runs. */
  onRun?(applet: Applet): Applet;
  /** What an event brings. */
  onVariables?(variables: Record<string, string>): Record<string, string>;
}

/** Every member is there: what nothing changes stays. */
export type JoinedQuirk = Required<Omit<Quirk, 'eemPrivilege'>> & { eemPrivilege: number | undefined };

/** Several at once, each upon what the one before has made of it. */
export function joinQuirks(quirks: readonly Quirk[]): JoinedQuirk {
  const through = <Value>(value: Value, change: (quirk: Quirk, value: Value) => Value | undefined): Value =>
    quirks.reduce((now, quirk) => change(quirk, now) ?? now, value);
  return {
    retype: (line, seat) => through(line, (quirk, now) => quirk.retype?.(now, seat)),
    onLine: (line, seat, router) =>
      quirks.reduce<string | undefined>((answer, quirk) => answer ?? quirk.onLine?.(line, seat, router), undefined),
    onOutput: (output, command) => through(output, (quirk, now) => quirk.onOutput?.(now, command)),
    onWriteFailure: (answer) => through(answer, (quirk, now) => quirk.onWriteFailure?.(now)),
    onMessage: (message) => through(message, (quirk, now) => quirk.onMessage?.(now)),
    deaf: quirks.flatMap(({ deaf = [] }) => deaf),
    hearsDebugs: quirks.some(({ hearsDebugs }) => hearsDebugs === true),
    printsDebug: (hasCondition) => quirks.every(({ printsDebug }) => printsDebug?.(hasCondition) !== false),
    endsRemovedRuns: quirks.some(({ endsRemovedRuns }) => endsRemovedRuns === true),
    eemPrivilege: quirks.find(({ eemPrivilege }) => eemPrivilege !== undefined)?.eemPrivilege,
    onRun: (applet) => through(applet, (quirk, now) => quirk.onRun?.(now)),
    onVariables: (variables) => through(variables, (quirk, now) => quirk.onVariables?.(now)),
  };
}
