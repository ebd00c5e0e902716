/** `flaptrap disarm` undoes a capture on both routers and proves it from them; evidence that nobody has read stays, and is named. */

import { sayPatience } from '../capture/capture-tunnel.ts';
import { disarm as disarmBoth } from '../capture/disarm.ts';
import { freezeBoth } from '../capture/freeze.ts';
import { lookAtBoth } from '../capture/look.ts';
import { removeFiles } from '../capture/remove-files.ts';
import { sidesInDoubt } from '../capture/store.ts';
import { SIDES } from '../ipsec/side.ts';
import { EXIT } from './exit-code.ts';
import { findCapture } from './find-capture.ts';
import type { Screen } from './screen.ts';
import { openStage } from './stage.ts';
import { listenForStop, sayLeft } from './stop.ts';

export interface DisarmOptions {
  keepFiles?: boolean;
  deleteFiles?: boolean;
  json?: boolean;
  state: string;
}

export async function disarm(captureId: string | undefined, options: DisarmOptions, screen: Screen): Promise<number> {
  const record = findCapture(options.state, captureId, screen);
  const { plan, playbook } = record;
  using stop = listenForStop(screen, () => sayLeft(context.store));
  const context = openStage(playbook, screen, { stateFolder: options.state, stop: new AbortController().signal });
  const wasOpen = sidesInDoubt(record).length > 0;
  // An applet that runs goes on writing after it is removed.
  const looks = await lookAtBoth(context, plan);
  if (SIDES.some((side) => looks[side].stage === 'freezing')) {
    context.say({ text: sayPatience(plan) });
    await freezeBoth(context, plan, false);
  }
  await disarmBoth(context, plan);
  const kept = options.keepFiles === true ? [] : await removeFiles(context, plan, options.deleteFiles === true);
  if (options.json === true)
    screen.print(JSON.stringify({ schema: 'flaptrap.disarmed/1', captureId: record.captureId, wasOpen, kept }, null, 2));
  else screen.print(sayDisarmed(record.captureId, wasOpen, kept));
  return stop.signal.aborted ? EXIT.stopped : EXIT.done;
}

function sayDisarmed(captureId: string, wasOpen: boolean, kept: readonly string[]): string {
  const done = wasOpen ? `${captureId}: both routers are disarmed` : `${captureId}: was disarmed already`;
  if (kept.length === 0) return done;
  return [
    done,
    'evidence that is not home stays on flash:',
    ...kept.map((path) => `  ${path}`),
    `  next: flaptrap collect ${captureId} brings it home, flaptrap disarm ${captureId} --delete-files deletes it unread`,
  ].join('\n');
}
