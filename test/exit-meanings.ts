/** What each exit code means, as docs/commands.md and the man page say it. */
import type { EXIT } from '../src/cli/exit-code.ts';

export const MEANING: Record<keyof typeof EXIT, string> = {
  done: 'done',
  findings: 'findings: an incident, only with `analyze --fail-on-incident`, or what `lint` found',
  input: 'your input or usage is wrong',
  device: 'a router refused, or could not be reached',
  leftBehind: 'something was left on a router, and is named',
  noCapture: 'ended without a capture: the lease is over, or there is nothing to judge',
  fault: 'a fault of flaptrap itself, with what to send',
  stopped: 'stopped by Ctrl-C or a signal, after both routers were put back',
};
