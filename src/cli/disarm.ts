/** `flaptrap disarm` undoes a capture on both routers and proves it from them. */
import type { Command } from 'commander';
import { type Plan, sayRouters } from '../playbook/plan.ts';
import { openRun } from '../run/context.ts';
import { type DisarmOptions as CaptureOptions, type Disarmed, disarmCapture } from '../run/disarm.ts';
import type { Ports } from '../run/ports.ts';
import { EXIT } from './exit-code.ts';
import { portsOf } from './ports.ts';
import { type Door, OUT, STATE } from './program/arguments.ts';
import { findRemembered } from './remembered.ts';
import { type Left, onlyOf } from './run-stored.ts';
import type { Screen } from './screen.ts';
import { listenForStop, sayLeft } from './stop.ts';
import { MEMORY } from './store-address.ts';
import { disarmStored } from './stored.ts';

export interface DisarmOptions extends CaptureOptions {
  json?: boolean;
  state: string;
  store?: string;
  out?: string;
}

export function defineDisarm(command: Command, { screen, end }: Door): void {
  command
    .option('--keep-files', 'leave all evidence on flash, even if it was fetched')
    .option('--delete-files', 'also delete evidence on flash that was not fetched')
    .option('--json', 'print the outcome as JSON')
    .option(...STATE)
    .option(...MEMORY)
    .option(...OUT)
    .addHelpText('after', '\nExample:\n  flaptrap disarm 7f3a9c01')
    .action((capture: string | undefined, options) => end(disarm(capture, options, screen)));
}

export async function disarm(captureId: string | undefined, options: DisarmOptions, screen: Screen): Promise<number> {
  using stop = listenForStop(screen, () => sayLeft(left.journal));
  // Without the stop: what was begun is done to the end, and the exit code says that somebody wanted to stop.
  const ports = portsOf(screen, { state: options.state });
  const left: Left = { journal: ports.journal };
  const found = await findRemembered(captureId, options, screen);
  const { record } = found;
  if (found.address !== undefined) left.journal = onlyOf(record, ports);
  const disarmed =
    found.address === undefined
      ? await disarmCapture(openRun(record.playbook, ports), record, options)
      : await disarmStored(
          record,
          { ...options, out: options.out ?? OUT[2], address: found.address, wasOpen: found.state.phase !== 'ended' },
          withoutVerdicts(ports, screen),
          screen,
        );
  if (options.json === true) screen.print(JSON.stringify(disarmed, null, 2));
  else screen.print(sayDisarmed(disarmed, record.plan), 'prose');
  return stop.signal.aborted ? EXIT.stopped : EXIT.done;
}

/** What came home is told: the result of disarming is that it is disarmed. */
function withoutVerdicts(ports: Ports, screen: Screen): Ports {
  return { ...ports, say: (news) => (news.about === 'bundle' ? screen.tell(`bundle: ${news.folder}`) : ports.say(news)) };
}

function sayDisarmed({ captureId, wasOpen, kept }: Disarmed, plan: Plan): string {
  const done = wasOpen ? `${captureId}: ${sayRouters(plan).are} disarmed` : `${captureId}: was already disarmed`;
  if (kept.length === 0) return done;
  return [
    done,
    'evidence that was not fetched stays on flash:',
    ...kept.map((path) => `  ${path}`),
    `  next: flaptrap collect ${captureId} fetches it, flaptrap disarm ${captureId} --delete-files deletes it`,
  ].join('\n');
}
