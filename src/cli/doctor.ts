/** `flaptrap doctor` says whether this machine, this playbook and these accounts are ready; it changes nothing. */
import { type Command, Option } from 'commander';
import { type CaptureContext, withRouter } from '../capture/context.ts';
import { neededCommands } from '../capture/needed-commands.ts';
import { type Permission, testAccount } from '../capture/self-test.ts';
import { FlaptrapError, printError } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import { managedOf, type Plan } from '../playbook/plan.ts';
import { RECIPES, type RecipeId } from '../playbook/recipes/index.ts';
import { openRun } from '../run/context.ts';
import { draftPlan } from '../run/draft.ts';
import { askPlaybook } from './ask-playbook.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { portsOf } from './ports.ts';
import { type Door, RECORD } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export interface DoctorOptions {
  json?: boolean;
  recipe?: RecipeId;
  record?: string;
}

interface Examined {
  name: string;
  /** Why the router could not be asked, and how that ends. */
  error?: string;
  exit?: number;
  permissions: Permission[];
}

export function defineDoctor(command: Command, { screen, end }: Door): void {
  command
    .addOption(
      new Option('--recipe <kind>', 'print the configuration that allows an account just these commands').choices(Object.keys(RECIPES)),
    )
    .option('--json', 'print it as JSON')
    .option(...RECORD)
    .addHelpText('after', '\nExample:\n  flaptrap doctor tunnel.yaml --recipe view')
    .action((playbook: string, options) => end(doctor(playbook, options, screen)));
}

export async function doctor(path: string, options: DoctorOptions, screen: Screen): Promise<number> {
  if (options.recipe !== undefined && (options.json === true || options.record !== undefined))
    throw new FlaptrapError('input', 'a recipe is text, and no router is contacted', { next: 'leave out --json and --record' });
  const playbook = await askPlaybook(path, screen);
  const { plan } = draftPlan(playbook, Date.now());
  if (options.recipe !== undefined) {
    screen.print(printRecipe(plan, options.recipe));
    return EXIT.done;
  }
  const context = openRun(playbook, portsOf(screen), { recordFolder: options.record });
  const examined = await Promise.all(managedOf(plan).map((side) => examine(context, plan, side)));
  screen.print(
    options.json === true ? JSON.stringify({ schema: 'flaptrap.doctor/1', peers: examined }, null, 2) : printAll(path, examined),
  );
  const isReady = examined.every(({ error, permissions }) => error === undefined && permissions.every(({ is }) => is !== 'denied'));
  if (isReady) return EXIT.done;
  return examined.some(({ exit }) => exit === EXIT.input) ? EXIT.input : EXIT.device;
}

async function examine(context: CaptureContext, { peers }: Plan, side: Side): Promise<Examined> {
  const { name } = peers[side];
  try {
    return { name, permissions: await withRouter(context, side, (cli) => testAccount(cli, neededCommands(peers[side]))) };
  } catch (error) {
    return { name, error: printError(atPeer(error, name)), exit: exitCodeOf(error), permissions: [] };
  }
}

/** What is wrong with a secret does not know for whom it was wanted. */
function atPeer(error: unknown, name: string): unknown {
  if (!(error instanceof FlaptrapError)) throw error;
  return new FlaptrapError(error.code, error.message, { ...error.context, peer: error.context.peer ?? name });
}

function printRecipe(plan: Plan, id: RecipeId): string {
  return RECIPES[id].print(managedOf(plan).flatMap((side) => neededCommands(plan.peers[side]))).join('\n');
}

function printAll(path: string, examined: readonly Examined[]): string {
  return [`machine: node ${process.version}`, `playbook: ${path} is correct`, ...examined.flatMap(printPeer)].join('\n');
}

function printPeer({ name, error, permissions }: Examined): string[] {
  if (error !== undefined) return ['', error];
  const counted = (is: Permission['is']): Permission[] => permissions.filter((each) => each.is === is);
  const shown = [...counted('denied'), ...counted('unproven').filter(({ mode }) => mode !== 'applet')];
  return [
    '',
    `${name}: ${counted('allowed').length} commands allowed, ${counted('denied').length} denied, ${counted('unproven').length} unproven`,
    ...shown.map(({ is, command, why }) => `  ${is.padEnd(8)}  ${command}\n            ${why}`),
    ...(counted('denied').length > 0 ? ['  next: flaptrap doctor PLAYBOOK --recipe view | privilege | tacacs'] : []),
  ];
}
