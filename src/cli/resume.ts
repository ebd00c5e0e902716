/** `flaptrap resume` goes on with a capture whose process has ended. */
import type { Command } from 'commander';
import { openRun } from '../run/context.ts';
import { resumeCapture } from '../run/resume.ts';
import { showEnding } from './news.ts';
import { portsOf } from './ports.ts';
import { type Door, OUT, STATE } from './program/arguments.ts';
import { recallCapture } from './recall-capture.ts';
import { resumeStored } from './run-stored.ts';
import type { Screen } from './screen.ts';
import { listenForStop, sayLeft } from './stop.ts';
import { openTelling } from './telling.ts';

export interface ResumeOptions {
  state: string;
  out: string;
  store?: string;
  json?: boolean;
}

export function defineResume(command: Command, { screen, end }: Door): void {
  command
    .option('--json', 'print the outcome as JSON')
    .option(...STATE)
    .option(...OUT)
    .option(
      '--store <where>',
      'go on with all that dead workers carried in this store, a folder or a postgresql:// URL, until it has ended',
    )
    .addHelpText('after', '\nExample:\n  flaptrap resume 7f3a9c01')
    .action((capture: string | undefined, options) => end(resume(capture, options, screen)));
}

export async function resume(captureId: string | undefined, options: ResumeOptions, screen: Screen): Promise<number> {
  using stop = listenForStop(screen, () => sayLeft(ports.journal));
  await using telling = openTelling(screen);
  const ports = portsOf(screen, { ...options, telling, stop: stop.signal, format: options.json === true ? 'json' : 'text' });
  if (options.store !== undefined) return await resumeStored(options.store, options.out, ports, screen);
  const record = await recallCapture(options.state, captureId, screen);
  const ended = await resumeCapture(openRun(record.playbook, ports), record, options.out);
  return showEnding(ended, { json: options.json, stop: stop.signal }, screen);
}
