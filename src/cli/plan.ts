/** `flaptrap plan` asks both routers, changes nothing, and shows the exact change: a summary, or all of it with --full. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { extraCommands } from '../capture/losses.ts';
import { costOfDay } from '../capture/pace.ts';
import { requireArmable } from '../capture/survey.ts';
import { hasErrors, printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { managedOf, type PeerPlan, type Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { previewPlan, shortDigest } from '../run/agree.ts';
import { openRun } from '../run/context.ts';
import { Approvals } from '../web/approvals.ts';
import { askPlaybook } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { portsOf } from './ports.ts';
import { type Costs, printPlan, printSummary } from './print-plan.ts';
import { type Door, PROVEN, RECORD, STATE } from './program/arguments.ts';
import { readCards, sayProven } from './proven-cards.ts';
import type { Screen } from './screen.ts';
import { DEFAULT_STATE } from './state-folder.ts';

export function definePlan(command: Command, { screen, end }: Door): void {
  command
    .option('--full', 'print every line with its undo, not just the summary')
    .option('--json', 'print the plan as JSON')
    .option('--approve', 'let a program that asks through `flaptrap mcp` arm this plan, once within an hour; you are asked')
    .option(...STATE)
    .option(...PROVEN)
    .option(...RECORD)
    .addHelpText('after', '\nExample:\n  flaptrap plan tunnel.yaml')
    .action((playbook: string, options) => end(plan(playbook, options, screen)));
}

interface PlanOptions {
  full?: boolean;
  json?: boolean;
  approve?: boolean;
  state?: string;
  record?: string;
  proven?: string | undefined;
}

export async function plan(path: string, options: PlanOptions, screen: Screen): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  const context = openRun(playbook, portsOf(screen, { state: options.state ?? DEFAULT_STATE }), { recordFolder: options.record });
  const { plan: drafted, diagnostics, facts } = await previewPlan(context);
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics), hasErrors(diagnostics) ? 'grave' : undefined);
  const costs = { a: costsOf(playbook, drafted.peers.a), b: costsOf(playbook, drafted.peers.b) };
  screen.print(printAs(drafted, options, costs), options.json === true ? undefined : 'prose');
  for (const side of managedOf(drafted)) for (const line of sayProven(readCards(options.proven), facts[side])) screen.tell(line);
  requireArmable(playbook, facts);
  if (hasErrors(diagnostics)) return EXIT.input;
  if (options.approve === true) await approve(drafted, path, options.state ?? DEFAULT_STATE, screen);
  else screen.tell(`apply it with: flaptrap run ${path} --digest ${shortDigest(drafted)}`);
  return EXIT.done;
}

/** Only a person at a terminal approves. */
async function approve({ digest }: Plan, path: string, state: string, screen: Screen): Promise<void> {
  if (!screen.isInteractive)
    throw new FlaptrapError('digest', 'a plan is approved by a person at a terminal; nothing was approved', {
      next: 'type it yourself, or approve it on the page of `flaptrap serve`',
    });
  if (!(await screen.confirm('let a program arm by this plan, once within the next hour?')))
    throw new FlaptrapError('digest', 'you did not agree; nothing was approved');
  const { operatorOf } = await import('./audit-book.ts');
  new Approvals(state, Date.now).give(digest, basename(path), operatorOf(process.env));
  screen.tell(`approved until an hour from now: ${digest}`);
}

function costsOf(playbook: Playbook, peer: PeerPlan): Costs['a'] {
  const extra = extraCommands(peer);
  return { kept: costOfDay(playbook, true, extra), anew: costOfDay(playbook, false, extra) };
}

function printAs(drafted: Plan, { full, json }: PlanOptions, costs: Costs): string {
  if (json === true) return JSON.stringify({ ...drafted, waitingDay: costs }, null, 2);
  return full === true ? printPlan(drafted, costs) : printSummary(drafted, costs);
}
