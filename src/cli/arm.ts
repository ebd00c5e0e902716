/** `flaptrap arm` arms both peers, and leaves them armed. */
import type { Command } from 'commander';
import { openRun } from '../run/context.ts';
import { armCapture } from '../run/run-capture.ts';
import { askPlaybook } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { portsOf } from './ports.ts';
import { addArming, type Door } from './program/arguments.ts';
import type { RunOptions } from './run.ts';
import type { Left } from './run-stored.ts';
import type { Screen } from './screen.ts';
import { listenForStop, sayLeft } from './stop.ts';
import { MEMORY, memoryOf } from './store-address.ts';
import { armStored } from './stored.ts';

export function defineArm(command: Command, { screen, end }: Door): void {
  addArming(command)
    .option(...MEMORY)
    .action((playbook: string, options) => end(arm(playbook, options, screen)));
}

export async function arm(path: string, options: RunOptions, screen: Screen): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  using stop = listenForStop(screen, () => sayLeft(left.journal));
  const ports = portsOf(screen, { state: options.state, stop: stop.signal });
  const left: Left = { journal: ports.journal };
  const armed =
    memoryOf(options.store) === undefined
      ? await armCapture(openRun(playbook, ports), options)
      : await armStored(playbook, options, { ports, screen }, left);
  if (options.json === true) screen.print(JSON.stringify(armed, null, 2));
  else screen.print(sayArmed(armed.captureId), 'prose');
  return EXIT.done;
}

function sayArmed(captureId: string): string {
  return `armed as ${captureId}; next: flaptrap status ${captureId}, flaptrap collect ${captureId}, flaptrap disarm ${captureId}`;
}
