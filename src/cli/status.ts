/** `flaptrap status` asks the armed routers themselves how far they are. */
import type { Command } from 'commander';
import { openRun } from '../run/context.ts';
import { askStatus, type Status } from '../run/status.ts';
import { EXIT } from './exit-code.ts';
import { portsOf } from './ports.ts';
import { type Door, STATE } from './program/arguments.ts';
import { recallCapture } from './recall-capture.ts';
import type { Screen } from './screen.ts';

export function defineStatus(command: Command, { screen, end }: Door): void {
  command
    .option('--json', 'print it as JSON')
    .option(...STATE)
    .addHelpText('after', '\nExample:\n  flaptrap status')
    .action((capture: string | undefined, options) => end(status(capture, options, screen)));
}

export async function status(captureId: string | undefined, options: { json?: boolean; state: string }, screen: Screen): Promise<number> {
  const record = recallCapture(options.state, captureId, screen);
  const asked = await askStatus(openRun(record.playbook, portsOf(screen, { state: options.state })), record);
  if (options.json === true) screen.print(JSON.stringify(asked, null, 2));
  else screen.print(sayStatus(asked), 'prose');
  return asked.peers.some(({ stage }) => stage === 'unknown') ? EXIT.device : EXIT.done;
}

function sayStatus({ captureId, leaseEndsAt, isLeaseOver, peers }: Status): string {
  const head = `capture ${captureId}, lease until ${leaseEndsAt}${isLeaseOver ? ': it is over' : ''}`;
  return [head, ...peers.map(({ name, side, meaning }) => `  ${name} (${side}): ${meaning}`)].join('\n');
}
