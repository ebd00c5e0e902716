/** `flaptrap collect` fetches a capture's evidence, judges it, and leaves the routers as armed as they were. */
import type { Command } from 'commander';
import type { CaptureRecord } from '../capture/store.ts';
import type { Address } from '../engine/database/address.ts';
import { type Collected, collectCapture } from '../run/collect.ts';
import { openRun } from '../run/context.ts';
import { EXIT } from './exit-code.ts';
import type { Speech } from './follow.ts';
import { openHand } from './hand.ts';
import { portsOf } from './ports.ts';
import { type Door, OUT, STATE } from './program/arguments.ts';
import { findRemembered } from './remembered.ts';
import { type Left, onlyOf } from './run-stored.ts';
import type { Screen } from './screen.ts';
import { listenForStop, sayLeft } from './stop.ts';
import { MEMORY } from './store-address.ts';

export interface CollectOptions {
  freeze?: boolean;
  json?: boolean;
  state: string;
  store?: string;
  out: string;
}

export function defineCollect(command: Command, { screen, end }: Door): void {
  command
    .option('--freeze', 'save both recordings first, triggered or not')
    .option('--json', 'print the report as JSON')
    .option(...STATE)
    .option(...MEMORY)
    .option(...OUT)
    .addHelpText('after', '\nExample:\n  flaptrap collect --freeze')
    .action((capture: string | undefined, options) => end(collect(capture, options, screen)));
}

export async function collect(captureId: string | undefined, options: CollectOptions, screen: Screen): Promise<number> {
  using stop = listenForStop(screen, () => sayLeft(left.journal));
  const ports = portsOf(screen, { ...options, stop: stop.signal, format: options.json === true ? 'json' : 'text' });
  const left: Left = { journal: ports.journal };
  const { record, address } = await findRemembered(captureId, options, screen);
  if (address !== undefined) left.journal = onlyOf(record, ports);
  const { silent } =
    address === undefined
      ? await collectCapture(openRun(record.playbook, ports), record, options)
      : await collectStored(record, address, options, { ports, screen });
  if (stop.signal.aborted) return EXIT.stopped;
  return silent.length > 0 ? EXIT.device : EXIT.done;
}

/** By hand, beside whoever only waits to be told of it. */
async function collectStored(
  record: CaptureRecord,
  address: Address,
  options: CollectOptions,
  { ports, screen }: Speech,
): Promise<Collected> {
  await using hand = await openHand(address, record, ports, screen);
  await using _borrowed = await hand.store.borrow(record.captureId);
  return await collectCapture(hand.context, record, options);
}
