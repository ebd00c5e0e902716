/** `flaptrap run` carries one capture from agreement to verdict, and arms again while its budget lasts. */
import type { Command } from 'commander';
import { openRun } from '../run/context.ts';
import { type RunOptions as CaptureOptions, runCapture } from '../run/run-capture.ts';
import { askPlaybook } from './ask-playbook.ts';
import { showEnding } from './news.ts';
import { portsOf } from './ports.ts';
import { addArming, type Door } from './program/arguments.ts';
import { runStored } from './run-stored.ts';
import type { Screen } from './screen.ts';
import { listenForStop, sayLeft } from './stop.ts';
import { openTelling } from './telling.ts';

export interface RunOptions extends CaptureOptions {
  state: string;
  store?: string | undefined;
  json?: boolean | undefined;
}

const STORE_OF_RUN = [
  '--store <where>',
  'remember it in this store, a folder or a postgresql:// URL, so that any worker goes on with it; also set by FLAPTRAP_STORE',
] as const;

export function defineRun(command: Command, { screen, end }: Door): void {
  addArming(command)
    .option(...STORE_OF_RUN)
    .action((playbook: string, options) => end(run(playbook, options, screen)));
}

export async function run(path: string, options: RunOptions, screen: Screen): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  using stop = listenForStop(screen, () => sayLeft(ports.journal));
  await using telling = openTelling(screen);
  const ports = portsOf(screen, { ...options, telling, stop: stop.signal, format: options.json === true ? 'json' : 'text' });
  const store = options.store ?? process.env['FLAPTRAP_STORE'];
  if (store !== undefined) return await runStored(playbook, { ...options, store }, ports, screen);
  // Awaited here: until it has ended, the signals are ours.
  const ended = await runCapture(openRun(playbook, ports), options);
  return showEnding(ended, { json: options.json, stop: stop.signal }, screen);
}
