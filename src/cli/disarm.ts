/** `flaptrap disarm` undoes a capture on both routers and proves it from them. */
import { disarm as disarmBoth } from '../capture/disarm.ts';
import { removeFiles } from '../capture/remove-files.ts';
import { sidesInDoubt } from '../capture/store.ts';
import { EXIT } from './exit-code.ts';
import { findCapture } from './find-capture.ts';
import type { Screen } from './screen.ts';
import { openStage } from './stage.ts';

export async function disarm(
  captureId: string | undefined,
  options: { keepFiles?: boolean; state: string },
  screen: Screen,
): Promise<number> {
  const record = findCapture(options.state, captureId, screen);
  const context = openStage(record.playbook, screen, { stateFolder: options.state, stop: new AbortController().signal });
  const wasArmed = sidesInDoubt(record).length > 0;
  await disarmBoth(context, record.plan);
  if (options.keepFiles !== true) await removeFiles(context, record.plan);
  screen.print(wasArmed ? `${record.captureId}: both routers are disarmed` : `${record.captureId}: was disarmed already`);
  return EXIT.done;
}
