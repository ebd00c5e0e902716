/** `flaptrap arm` arms both peers, and leaves them armed. */
import type { Command } from 'commander';
import { openRun } from '../run/context.ts';
import { armCapture } from '../run/run-capture.ts';
import { askPlaybook } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { portsOf } from './ports.ts';
import { addArming, type Door } from './program/arguments.ts';
import type { RunOptions } from './run.ts';
import type { Screen } from './screen.ts';
import { listenForStop, sayLeft } from './stop.ts';

export function defineArm(command: Command, { screen, end }: Door): void {
  addArming(command).action((playbook: string, options) => end(arm(playbook, options, screen)));
}

export async function arm(path: string, options: RunOptions, screen: Screen): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  using stop = listenForStop(screen, () => sayLeft(ports.journal));
  const ports = portsOf(screen, { state: options.state, stop: stop.signal });
  const armed = await armCapture(openRun(playbook, ports), options);
  if (options.json === true) screen.print(JSON.stringify(armed, null, 2));
  else screen.print(sayArmed(armed.captureId), 'prose');
  return EXIT.done;
}

function sayArmed(captureId: string): string {
  return `armed as ${captureId}; next: flaptrap status ${captureId}, flaptrap collect ${captureId}, flaptrap disarm ${captureId}`;
}
