/** `flaptrap status` asks the armed routers themselves how far they are; with --watch again and again, until no trap stands any more. */
import type { Command } from 'commander';
import type { CaptureRecord } from '../capture/store.ts';
import { FlaptrapError } from '../errors.ts';
import { askWaiting } from '../run/ask-waiting.ts';
import { openRun, type RunContext } from '../run/context.ts';
import { askStatus, type Status } from '../run/status.ts';
import type { WaitingView } from '../run/waiting.ts';
import { EXIT } from './exit-code.ts';
import { openLive } from './live.ts';
import { portsOf } from './ports.ts';
import { type Door, parseWhole, STATE } from './program/arguments.ts';
import { recallCapture } from './recall-capture.ts';
import type { Screen } from './screen.ts';
import { listenForStop } from './stop.ts';
import { statusStored } from './stored.ts';

export interface StatusOptions {
  json?: boolean;
  watch?: boolean;
  every?: number;
  store?: string;
  state: string;
}

export function defineStatus(command: Command, { screen, end }: Door): void {
  command
    .option('--watch', 'look again and again until no trap stands any more; with --json one object a look')
    .option('--every <seconds>', `pause between two looks (default: ${EVERY_SECONDS})`, parseWhole)
    .option('--json', 'print it as JSON')
    .option(...STATE)
    .option('--store <where>', 'what this store remembers, a folder or a postgresql:// URL; asks no router')
    .addHelpText('after', '\nExample:\n  flaptrap status --watch')
    .action((capture: string | undefined, options) => end(status(capture, options, screen)));
}

/** Each look is a login: as seldom as accounting servers like it. */
const EVERY_SECONDS = 120;

export async function status(captureId: string | undefined, options: StatusOptions, screen: Screen): Promise<number> {
  if (options.every !== undefined && (options.watch !== true || options.every === 0))
    throw new FlaptrapError('input', '--every is a pause of at least one second between the looks of --watch', {
      tried: `--every ${options.every}`,
      next: 'give --watch --every 60, or leave it out',
    });
  if (options.store !== undefined) return await statusStored({ captureId, store: options.store, json: options.json }, screen);
  const record = await recallCapture(options.state, captureId, screen);
  if (options.watch === true) return watch(record, options, screen);
  const asked = await askStatus(openRun(record.playbook, portsOf(screen, { state: options.state })), record);
  if (options.json === true) screen.print(JSON.stringify(asked, null, 2));
  else screen.print(sayStatus(asked), 'prose');
  return asked.peers.some(({ stage }) => stage === 'unknown') ? EXIT.device : EXIT.done;
}

function sayStatus({ captureId, leaseEndsAt, isLeaseOver, peers }: Status): string {
  const head = `capture ${captureId}, lease until ${leaseEndsAt}${isLeaseOver ? ': it is over' : ''}`;
  return [head, ...peers.map(({ name, side, meaning }) => `  ${name} (${side}): ${meaning}`)].join('\n');
}

async function watch(record: CaptureRecord, options: StatusOptions, screen: Screen): Promise<number> {
  using stop = listenForStop(screen, async () => 'leaving now', 'stopping: the capture goes on without this view');
  const context = openRun(record.playbook, portsOf(screen, { state: options.state, stop: stop.signal }));
  const view = await follow(context, record, options, screen);
  if (stop.signal.aborted) return EXIT.stopped;
  return view.routers.some(({ stage }) => stage === 'unknown') ? EXIT.device : EXIT.done;
}

/** On a terminal one view that stays; elsewhere a line for each router whenever it stands otherwise than before. */
async function follow(context: RunContext, record: CaptureRecord, { json, every }: StatusOptions, screen: Screen): Promise<WaitingView> {
  const show = openLive(screen);
  let view: WaitingView | undefined;
  for (;;) {
    const next: WaitingView = await askWaiting(context, record, view);
    const isOver = next.isOver || context.stop.aborted;
    show({ ...next, isOver });
    if (json === true) screen.print(JSON.stringify(next));
    else if (screen.foot === undefined || isOver)
      for (const line of sayChanged(next, isOver ? undefined : view)) screen.print(line, 'prose');
    if (isOver) return next;
    view = next;
    await context.clock.sleep((every ?? EVERY_SECONDS) * 1000, context.stop);
    if (context.stop.aborted) {
      show({ ...next, isOver: true });
      return next;
    }
  }
}

function sayChanged({ routers, at }: WaitingView, before: WaitingView | undefined): string[] {
  const when = `${at.slice(0, 19).replace('T', ' ')}Z`;
  return routers
    .filter(({ side, said }) => before?.routers.find((each) => each.side === side)?.said !== said)
    .map(({ name, side, said }) => `  ${when} ${name} (${side}): ${said}`);
}
