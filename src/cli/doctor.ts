/** `flaptrap doctor` says whether this machine, this playbook and these accounts are ready; it changes nothing. */
import { type Command, Option } from 'commander';
import { type CaptureContext, withRouter } from '../capture/context.ts';
import { neededCommands } from '../capture/needed-commands.ts';
import { ASKED } from '../capture/preflight.ts';
import { testAccount } from '../capture/self-test.ts';
import type { Cli } from '../device/cli.ts';
import { FlaptrapError, printError } from '../errors.ts';
import { parseClock } from '../ios/log/syslog.ts';
import type { Side } from '../ipsec/side.ts';
import { managedOf, type Plan } from '../playbook/plan.ts';
import { RECIPES, type RecipeId } from '../playbook/recipes/index.ts';
import { openRun } from '../run/context.ts';
import { draftPlan } from '../run/draft.ts';
import { askPlaybook } from './ask-playbook.ts';
import { type Look, quoted } from './doctor/look.ts';
import { lookAtLogins } from './doctor/look-at-logins.ts';
import { lookAtMachine } from './doctor/look-at-machine.ts';
import { type Examined, type Looked, printLooked } from './doctor/print-looked.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { portsOf } from './ports.ts';
import { type Door, RECORD, STATE } from './program/arguments.ts';
import type { Screen } from './screen.ts';
import { DEFAULT_STATE } from './state-folder.ts';

export interface DoctorOptions {
  json?: boolean;
  recipe?: RecipeId;
  record?: string;
  state?: string;
}

export function defineDoctor(command: Command, { screen, end }: Door): void {
  command
    .addOption(
      new Option('--recipe <kind>', 'print the configuration that allows an account just these commands').choices(Object.keys(RECIPES)),
    )
    .option('--json', 'print it as JSON')
    .option(...RECORD)
    .option(...STATE)
    .addHelpText('after', '\nExample:\n  flaptrap doctor tunnel.yaml --recipe view\n\nWithout a playbook it looks at this machine alone.')
    .action((playbook: string | undefined, options) => end(doctor(playbook, options, screen)));
}

export async function doctor(path: string | undefined, options: DoctorOptions, screen: Screen): Promise<number> {
  requireOneUse(path, options);
  const machine = await lookAtMachine(options.state ?? DEFAULT_STATE);
  if (path === undefined) {
    show({ machine }, options, screen);
    return endOf(machine, []);
  }
  const playbook = await askPlaybook(path, screen);
  const { plan } = draftPlan(playbook, Date.now());
  if (options.recipe !== undefined) {
    screen.print(printRecipe(plan, options.recipe));
    return EXIT.done;
  }
  const logins = await lookAtLogins(playbook, quoted(path));
  const context = openRun(playbook, portsOf(screen, { state: options.state ?? DEFAULT_STATE }), { recordFolder: options.record });
  const peers = await Promise.all(managedOf(plan).map((side) => examine(context, plan, side, path)));
  show({ machine, playbook: path, logins, peers }, options, screen);
  return endOf([...machine, ...logins], peers);
}

function requireOneUse(path: string | undefined, { recipe, json, record }: DoctorOptions): void {
  if (path === undefined && (recipe !== undefined || record !== undefined))
    throw new FlaptrapError('input', 'a recipe or a record is of the routers of a playbook, and none is named', {
      next: 'flaptrap doctor PLAYBOOK; `flaptrap init` writes one',
    });
  if (recipe !== undefined && (json === true || record !== undefined))
    throw new FlaptrapError('input', 'a recipe is text, and no router is contacted', { next: 'leave out --json and --record' });
}

function endOf(looks: readonly Look[], peers: readonly Examined[]): number {
  if (looks.some(({ is }) => is === 'lacks') || peers.some(({ exit }) => exit === EXIT.input)) return EXIT.input;
  const isReady = peers.every(({ error, permissions }) => error === undefined && permissions.every(({ is }) => is !== 'denied'));
  return isReady ? EXIT.done : EXIT.device;
}

async function examine(context: CaptureContext, { peers }: Plan, side: Side, path: string): Promise<Examined> {
  const { name } = peers[side];
  try {
    const examined = await withRouter(context, side, async (cli) => ({
      permissions: await testAccount(cli, neededCommands(peers[side])),
      clockAheadMs: await askClock(cli, context),
    }));
    const isDenied = examined.permissions.some(({ is }) => is === 'denied');
    return {
      name,
      ...examined,
      ...(isDenied ? { mend: `flaptrap doctor ${quoted(path)} --recipe view` } : {}),
    };
  } catch (error) {
    return { name, error: printError(atPeer(error, name)), exit: exitCodeOf(error), permissions: [] };
  }
}

/** A clock that runs beside is worked out at the verdict; one that is days away is worth mending before. */
async function askClock(cli: Cli, { clock }: CaptureContext): Promise<number | null> {
  const asked = await cli.tryExec(ASKED.clock);
  const at = asked.ok ? parseClock(asked.answer)?.at : undefined;
  return at === undefined ? null : at - clock.now();
}

/** What is wrong with a secret does not know for whom it was wanted. */
function atPeer(error: unknown, name: string): unknown {
  if (!(error instanceof FlaptrapError)) throw error;
  return new FlaptrapError(error.code, error.message, { ...error.context, peer: error.context.peer ?? name });
}

function printRecipe(plan: Plan, id: RecipeId): string {
  return RECIPES[id].print(managedOf(plan).flatMap((side) => neededCommands(plan.peers[side]))).join('\n');
}

function show(looked: Looked, { json }: DoctorOptions, screen: Screen): void {
  if (json === true) screen.print(JSON.stringify({ schema: 'flaptrap.doctor/1', ...looked }, null, 2));
  else screen.print(printLooked(looked), 'prose');
}
