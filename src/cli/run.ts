/** `flaptrap run` carries one capture from agreement to verdict, and arms again while its budget lasts. */
import type { Command } from 'commander';
import { openRun } from '../run/context.ts';
import { type RunOptions as CaptureOptions, runCapture } from '../run/run-capture.ts';
import { askPlaybook } from './ask-playbook.ts';
import { showEnding } from './news.ts';
import { portsOf } from './ports.ts';
import { addArming, type Door } from './program/arguments.ts';
import { type Left, runStored } from './run-stored.ts';
import type { Screen } from './screen.ts';
import { listenForStop, sayLeft } from './stop.ts';
import { MEMORY, memoryOf } from './store-address.ts';
import { openTelling } from './telling.ts';

export interface RunOptions extends CaptureOptions {
  state: string;
  store?: string | undefined;
  json?: boolean | undefined;
}

export function defineRun(command: Command, { screen, end }: Door): void {
  addArming(command)
    .option(...MEMORY)
    .action((playbook: string, options) => end(run(playbook, options, screen)));
}

export async function run(path: string, options: RunOptions, screen: Screen): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  using stop = listenForStop(screen, () => sayLeft(left.journal));
  await using telling = openTelling(screen);
  const ports = portsOf(screen, { ...options, telling, stop: stop.signal, format: options.json === true ? 'json' : 'text' });
  const left: Left = { journal: ports.journal };
  if (memoryOf(options.store) !== undefined) return await runStored(playbook, options, { screen, ports, telling }, left);
  // Awaited here: until it has ended, the signals are ours.
  const ended = await runCapture(openRun(playbook, ports), options);
  return showEnding(ended, { json: options.json, stop: stop.signal }, screen);
}
