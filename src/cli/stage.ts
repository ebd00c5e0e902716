/** A stage is a running command's way to the routers: the capture's context, its progress told line by line. */
import type { CaptureContext, Progress } from '../capture/context.ts';
import { type OpenOptions, openCapture } from '../capture/open-capture.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { Screen } from './screen.ts';

export function openStage(playbook: Playbook, screen: Screen, options: Omit<OpenOptions, 'say'>): CaptureContext {
  return openCapture(playbook, { ...options, say: (progress) => screen.tell(printProgress(playbook, progress)) });
}

function printProgress({ tunnel }: Playbook, { side, text }: Progress): string {
  return side === undefined ? `  ${text}` : `  ${tunnel[side].name} (${side}): ${text}`;
}
