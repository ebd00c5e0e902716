/** The exit code is what a script learns of a command's end: one table, kept by every command. */
import { type ErrorCode, FlaptrapError } from '../errors.ts';

export const EXIT = {
  done: 0,
  /** An incident, when it was asked for by --fail-on-incident; lint findings. */
  findings: 1,
  /** The user's input or usage is wrong. */
  input: 2,
  /** A device refused, or could not be reached. */
  device: 3,
  /** Something was left on a device and could not be removed. */
  leftBehind: 4,
  /** Ended without a capture: the lease is over, or there is nothing to judge. */
  noCapture: 5,
  /** A fault of ours, with what to send. */
  fault: 70,
  /** Stopped by Ctrl-C or a signal after everything was put back, as shells count it. */
  stopped: 130,
} as const;

/** All others are a device's. */
const EXITS: Partial<Record<ErrorCode, number>> = {
  input: EXIT.input,
  digest: EXIT.input,
  'left-behind': EXIT.leftBehind,
  'no-capture': EXIT.noCapture,
  internal: EXIT.fault,
  stopped: EXIT.stopped,
};

/** What was not thrown on purpose is a fault of ours. */
export function exitCodeOf(error: unknown): number {
  return error instanceof FlaptrapError ? (EXITS[error.code] ?? EXIT.device) : EXIT.fault;
}
