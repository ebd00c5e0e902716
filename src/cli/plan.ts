/** `flaptrap plan` asks both routers, changes nothing, and shows the exact change. */
import type { Command } from 'commander';
import { costOfDay } from '../capture/pace.ts';
import { requireArmable } from '../capture/survey.ts';
import { hasErrors, printDiagnostics } from '../diagnostic.ts';
import { previewPlan, shortDigest } from '../run/agree.ts';
import { openRun } from '../run/context.ts';
import { askPlaybook } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { portsOf } from './ports.ts';
import { printPlan } from './print-plan.ts';
import { type Door, RECORD } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export function definePlan(command: Command, { screen, end }: Door): void {
  command
    .option('--json', 'print the plan as JSON')
    .option(...RECORD)
    .addHelpText('after', '\nExample:\n  flaptrap plan tunnel.yaml')
    .action((playbook: string, options) => end(plan(playbook, options, screen)));
}

export async function plan(path: string, options: { json?: boolean; record?: string }, screen: Screen): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  const context = openRun(playbook, portsOf(screen), { recordFolder: options.record });
  const { plan: drafted, diagnostics, facts } = await previewPlan(context);
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics));
  screen.print(
    options.json === true
      ? JSON.stringify(drafted, null, 2)
      : printPlan(drafted, { kept: costOfDay(playbook), anew: costOfDay(playbook, false) }),
  );
  requireArmable(playbook, facts);
  if (hasErrors(diagnostics)) return EXIT.input;
  screen.tell(`apply it with: flaptrap run ${path} --digest ${shortDigest(drafted)}`);
  return EXIT.done;
}
