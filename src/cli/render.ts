/** `flaptrap render` prints the EEM configuration that each peer would get. */
import { type Command, Option } from 'commander';
import { hasErrors, printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import { SIDES } from '../ipsec/side.ts';
import { managedOf } from '../playbook/plan.ts';
import { appletText, draftPlan } from '../run/draft.ts';
import { askPlaybook } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export function defineRender(command: Command, { screen, show }: Door): void {
  command
    .addOption(new Option('--side <side>', 'one router only').choices(SIDES))
    .option('--json', 'print the plan as JSON')
    .addHelpText('after', '\nExample:\n  flaptrap render playbooks/tunnel-flaps.yaml --side a')
    .action((playbook: string, options) => show(render(playbook, options, screen)));
}

export async function render(path: string, options: { side?: Side; json?: boolean }, screen: Screen): Promise<number> {
  if (options.json === true && options.side !== undefined)
    throw new FlaptrapError('input', '--json prints the whole plan: --side cannot be used with it', { next: 'give only one of them' });
  const playbook = await askPlaybook(path, screen);
  const { plan, diagnostics } = draftPlan(playbook, Date.now());
  if (hasErrors(diagnostics))
    throw new FlaptrapError('input', `${path}: the applets have errors; no router was contacted`, { diagnostics });
  if (options.side !== undefined && plan.peers[options.side].foreign !== undefined)
    throw new FlaptrapError('input', `${plan.peers[options.side].name} is not ours: nothing is configured there`, {
      next: 'choose the other side',
    });
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics));
  const sides = managedOf(plan).filter((side) => options.side === undefined || options.side === side);
  if (options.json === true) screen.print(JSON.stringify(plan, null, 2));
  else screen.print(sides.map((side) => `! ${plan.peers[side].name} (${side})\n${appletText(plan.peers[side])}`).join('!\n'));
  return EXIT.done;
}
