/** A sweep as the command does it, in the context of a stage. */
import type { CaptureContext } from '../../src/capture/context.ts';
import { portsOf } from '../../src/cli/ports.ts';
import type { Screen } from '../../src/cli/screen.ts';
import { showSweep } from '../../src/cli/sweep.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import type { SweepOptions } from '../../src/run/sweep.ts';

export function sweepBoth(context: CaptureContext, playbook: Playbook, options: SweepOptions, screen: Screen): Promise<number> {
  const { say: tell, ask, nonce } = portsOf(screen);
  return showSweep({ ...context, playbook, tell, ask, nonce }, options, screen);
}
