/** `flaptrap sweep` finds and removes what flaptrap left on the two routers, from the routers alone. */
import type { Command } from 'commander';
import { FlaptrapError } from '../errors.ts';
import { openRun, type RunContext } from '../run/context.ts';
import type { Ports } from '../run/ports.ts';
import { type SweepOptions, sweepTunnel } from '../run/sweep.ts';
import { askPlaybook } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { portsOf } from './ports.ts';
import { type Door, STATE } from './program/arguments.ts';
import { openReading } from './remembered.ts';
import type { Screen } from './screen.ts';
import { listenForStop } from './stop.ts';
import { MEMORY } from './store-address.ts';

export interface SweepCommandOptions extends SweepOptions {
  json?: boolean | undefined;
  state: string;
  store?: string | undefined;
}

export function defineSweep(command: Command, { screen, end }: Door): void {
  command
    .option('--dry-run', 'only show what is there')
    .option('--all', 'everything that any version of flaptrap left, for any tunnel, armed or not')
    .option('--yes', 'also end a capture that still waits for its trigger')
    .option('--delete-files', 'also delete evidence on flash, fetched or not')
    .option('--json', 'print what was found and left as JSON')
    .option(...STATE)
    .option(...MEMORY)
    .addHelpText('after', '\nExample:\n  flaptrap sweep tunnel.yaml --dry-run')
    .action((playbook: string, options) => end(sweep(playbook, options, screen)));
}

const FINISHING = 'stopping: finishing what was begun on both routers first; press Ctrl-C again to leave now';

export async function sweep(path: string, options: SweepCommandOptions, screen: Screen): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  using stop = listenForStop(screen, async () => 'leaving now: some of it is still on the routers; run sweep again', FINISHING);
  const ports = portsOf(screen, { state: options.state, stop: stop.signal });
  await using reading = await openReading(options).catch((error: unknown) => {
    if (options.all !== true || !(error instanceof FlaptrapError)) throw error;
    screen.tell(`the routers are swept without what is remembered of captures: ${error.message}`);
    return undefined;
  });
  const context = openRun(playbook, options.json === true ? withoutFindings(ports) : ports);
  const code = await showSweep(context, { ...options, elsewhere: reading?.records }, screen);
  return stop.signal.aborted ? EXIT.stopped : code;
}

/** They are in the JSON object. */
function withoutFindings(ports: Ports): Ports {
  const say: Ports['say'] = (news) => (news.about === 'found' || news.about === 'swept' ? undefined : ports.say(news));
  return { ...ports, say };
}

export async function showSweep(context: RunContext, options: Omit<SweepCommandOptions, 'state'>, screen: Screen): Promise<number> {
  const swept = await sweepTunnel(context, options);
  if (options.json === true) screen.print(JSON.stringify(swept, null, 2));
  return options.dryRun !== true && Object.values(swept.peers).some(({ left }) => left.length > 0) ? EXIT.leftBehind : EXIT.done;
}
