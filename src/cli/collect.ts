/** `flaptrap collect` fetches a capture's evidence, judges it, and leaves the routers as armed as they were. */
import type { Command } from 'commander';
import { collectCapture } from '../run/collect.ts';
import { openRun } from '../run/context.ts';
import { EXIT } from './exit-code.ts';
import { portsOf } from './ports.ts';
import { type Door, OUT, STATE } from './program/arguments.ts';
import { recallCapture } from './recall-capture.ts';
import type { Screen } from './screen.ts';
import { listenForStop, sayLeft } from './stop.ts';

export interface CollectOptions {
  freeze?: boolean;
  json?: boolean;
  state: string;
  out: string;
}

export function defineCollect(command: Command, { screen, end }: Door): void {
  command
    .option('--freeze', 'save both recordings first, triggered or not')
    .option('--json', 'print the report as JSON')
    .option(...STATE)
    .option(...OUT)
    .addHelpText('after', '\nExample:\n  flaptrap collect --freeze')
    .action((capture: string | undefined, options) => end(collect(capture, options, screen)));
}

export async function collect(captureId: string | undefined, options: CollectOptions, screen: Screen): Promise<number> {
  using stop = listenForStop(screen, () => sayLeft(ports.journal));
  const ports = portsOf(screen, { ...options, stop: stop.signal, format: options.json === true ? 'json' : 'text' });
  const record = await recallCapture(options.state, captureId, screen);
  const { silent } = await collectCapture(openRun(record.playbook, ports), record, options);
  if (stop.signal.aborted) return EXIT.stopped;
  return silent.length > 0 ? EXIT.device : EXIT.done;
}
