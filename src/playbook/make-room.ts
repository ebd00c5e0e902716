/** Making room deletes files of ours from earlier captures, the oldest first, when the flash has less free than the budget wants; nobody else's. */
import { PLATFORMS } from '../ios/platforms/index.ts';
import type { PeerFacts } from './facts.ts';
import type { Step } from './plan.ts';
import type { Playbook } from './playbook.ts';

export function flashBytesOf({ budget }: Playbook): number {
  return budget.flashMegabytes * 1_000_000;
}

/** Undefined when there is room. */
export function roomStep(playbook: Playbook, { platform, flashFreeBytes, ownFiles }: PeerFacts): Step | undefined {
  let missing = flashBytesOf(playbook) - (flashFreeBytes ?? Number.POSITIVE_INFINITY);
  const doomed = ownFiles.filter(({ sizeBytes }) => {
    const isNeeded = missing > 0;
    missing -= sizeBytes;
    return isNeeded;
  });
  if (doomed.length === 0) return undefined;
  return {
    id: 'room',
    title: 'make room: delete our own files of earlier captures, the oldest first',
    mode: 'exec',
    lines: doomed.map(({ name }) => `delete /force ${PLATFORMS[platform].flash}${name}`),
    undo: { mode: 'exec', lines: [] },
  };
}
