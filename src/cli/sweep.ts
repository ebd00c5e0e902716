/** `flaptrap sweep` finds and removes what flaptrap ever left on the two routers. */

import type { CaptureContext } from '../capture/context.ts';
import type { Swept } from '../capture/sweep.ts';
import { sweepPeer } from '../capture/sweep.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { askPlaybook } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import type { Screen } from './screen.ts';
import { openStage } from './stage.ts';

export async function sweep(path: string, options: { dryRun?: boolean; state: string }, screen: Screen): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  if (playbook === undefined) return EXIT.input;
  const context = openStage(playbook, screen, { stateFolder: options.state, stop: new AbortController().signal });
  return sweepBoth(context, playbook, options.dryRun === true, screen);
}

/** Shared with the rehearsal. One router that cannot be reached does not spare the other. */
export async function sweepBoth(context: CaptureContext, playbook: Playbook, isDryRun: boolean, screen: Screen): Promise<number> {
  const results = await Promise.allSettled(SIDES.map((side) => sweepPeer(context, playbook, side, isDryRun)));
  const swept = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  for (const each of swept) screen.tell(printSwept(each, isDryRun));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return !isDryRun && swept.some(({ left }) => left.length > 0) ? EXIT.leftBehind : EXIT.done;
}

function printSwept({ name, side, found, left }: Swept, isDryRun: boolean): string {
  if (found.length === 0) return `sweep ${name} (${side}): nothing of ours, no applet, debug, condition or file`;
  if (isDryRun) return [`sweep ${name} (${side}): found`, ...found.map((line) => `  ${line}`)].join('\n');
  const removed = found.filter((line) => !left.includes(line)).map((line) => `  removed ${line}`);
  return [`sweep ${name} (${side}):`, ...removed, ...left.map((line) => `  STILL THERE ${line}`)].join('\n');
}
