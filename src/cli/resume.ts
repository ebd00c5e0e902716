/** `flaptrap resume` goes on with captures whose process has ended. */
import type { Command } from 'commander';
import { openRun } from '../run/context.ts';
import { resumeCapture } from '../run/resume.ts';
import type { Speech } from './follow.ts';
import { showEnding } from './news.ts';
import { portsOf } from './ports.ts';
import { type Door, OUT, STATE } from './program/arguments.ts';
import { findRemembered } from './remembered.ts';
import { findOrphans, resumeStored } from './resume-stored.ts';
import type { Left } from './run-stored.ts';
import type { Screen } from './screen.ts';
import { listenForStop, sayLeft } from './stop.ts';
import { MEMORY } from './store-address.ts';
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
    .option(...MEMORY)
    .addHelpText('after', RESUME_HELP)
    .action((capture: string | undefined, options) => end(resume(capture, options, screen)));
}

const RESUME_HELP = `
Without a capture it goes on with all that no living worker carries, until it has ended.

Example:
  flaptrap resume 7f3a9c01`;

export async function resume(captureId: string | undefined, options: ResumeOptions, screen: Screen): Promise<number> {
  using stop = listenForStop(screen, () => sayLeft(left.journal));
  await using telling = openTelling(screen);
  const ports = portsOf(screen, { ...options, telling, stop: stop.signal, format: options.json === true ? 'json' : 'text' });
  const left: Left = { journal: ports.journal };
  const speech: Speech = { screen, ports, telling };
  const orphans = captureId === undefined ? await findOrphans(options) : [];
  if (orphans.length > 1) return await resumeStored(orphans, options, speech, left);
  const { address, record } = await findRemembered(captureId ?? orphans[0], options, screen);
  if (address !== undefined) return await resumeStored([record.captureId], options, speech, left);
  const ended = await resumeCapture(openRun(record.playbook, ports), record, options.out);
  return showEnding(ended, { json: options.json, stop: stop.signal }, screen);
}
