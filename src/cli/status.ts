/** `flaptrap status` asks the armed routers themselves how far they are; with --watch again and again, until no trap stands any more. */
import type { Command } from 'commander';
import type { CaptureRecord, Store } from '../capture/store.ts';
import type { CaptureState } from '../engine/engine.ts';
import { FlaptrapError } from '../errors.ts';
import { askWaiting } from '../run/ask-waiting.ts';
import { openRun, type RunContext } from '../run/context.ts';
import { askStatus, type Status } from '../run/status.ts';
import type { WaitingView } from '../run/waiting.ts';
import { EXIT } from './exit-code.ts';
import { openLive } from './live.ts';
import { portsOf } from './ports.ts';
import { type Door, parseWhole, STATE } from './program/arguments.ts';
import { type Found, findRemembered, openReading } from './remembered.ts';
import { sayCapture, showRemembered } from './say-remembered.ts';
import type { Screen } from './screen.ts';
import { listenForStop } from './stop.ts';
import { MEMORY } from './store-address.ts';

export interface StatusOptions {
  json?: boolean;
  watch?: boolean;
  every?: number;
  remembered?: boolean;
  store?: string;
  state: string;
}

export function defineStatus(command: Command, { screen, end }: Door): void {
  command
    .option('--watch', 'look again and again until no trap stands any more; with --json one object a look')
    .option('--every <seconds>', `pause between two looks (default: ${EVERY_SECONDS})`, parseWhole)
    .option('--json', 'print it as JSON')
    .option(...STATE)
    .option('--remembered', 'what is remembered of it, or of all captures, ended ones too; asks no router')
    .option(...MEMORY)
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
  if (options.remembered === true) return showRemembered(captureId, options, screen);
  const found = await findRemembered(captureId, options, screen);
  await using reading = found.address === undefined ? undefined : await openReading(options);
  const ports = portsOf(screen, { state: options.state });
  const journal = reading?.records ?? ports.journal;
  if (options.watch === true) return await watch(found.record, journal, options, screen);
  const asked = await askStatus(openRun(found.record.playbook, { ...ports, journal }), found.record);
  if (options.json === true) screen.print(JSON.stringify({ ...asked, ...rememberedOf(found) }, null, 2));
  else screen.print([...sayCarried(found), sayStatus(asked)].join('\n'), 'prose');
  return asked.peers.some(({ stage }) => stage === 'unknown') ? EXIT.device : EXIT.done;
}

/** Beside what the routers say: how far it is for whoever carries it. */
function rememberedOf(found: Found): { remembered?: CaptureState } {
  return found.address === undefined ? {} : { remembered: found.state };
}

/** What the watch saw last is not said beside what they say now. */
function sayCarried(found: Found): string[] {
  return found.address === undefined ? [] : sayCapture(found.state, false);
}

function sayStatus({ captureId, leaseEndsAt, isLeaseOver, peers }: Status): string {
  const head = `capture ${captureId}, lease until ${leaseEndsAt}${isLeaseOver ? ': it is over' : ''}`;
  return [head, ...peers.map(({ name, side, meaning }) => `  ${name} (${side}): ${meaning}`)].join('\n');
}

async function watch(record: CaptureRecord, journal: Store, options: StatusOptions, screen: Screen): Promise<number> {
  using stop = listenForStop(screen, async () => 'leaving now', 'stopping: the capture goes on without this view');
  const context = openRun(record.playbook, { ...portsOf(screen, { state: options.state, stop: stop.signal }), journal });
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
