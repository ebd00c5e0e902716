/** The exit code is what a script learns of a command's end. */
import { type ErrorCode, FlaptrapError } from '../errors.ts';

export const EXIT = {
  done: 0,
  /** `analyze --fail-on-incident` found an incident. */
  incident: 1,
  /** The user's input is wrong. */
  input: 2,
  /** A device refused, or could not be reached. */
  device: 3,
  /** Something was left on a device and could not be removed. */
  leftBehind: 4,
  /** Ended without a capture: the lease was over, or there was nothing to judge. */
  noCapture: 5,
  /** Stopped by Ctrl-C after everything was put back, as shells count it. */
  stopped: 130,
} as const;

const INPUT_CODES: readonly ErrorCode[] = ['input', 'digest'];

export function exitCodeOf(error: unknown): number {
  if (!(error instanceof FlaptrapError)) return 70;
  if (error.code === 'left-behind') return EXIT.leftBehind;
  if (error.code === 'stopped') return EXIT.stopped;
  if (error.code === 'no-capture') return EXIT.noCapture;
  return INPUT_CODES.includes(error.code) ? EXIT.input : EXIT.device;
}
