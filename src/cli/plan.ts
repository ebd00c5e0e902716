/** `flaptrap plan` asks both routers, changes nothing, and shows the exact change. */
import { requireArmable, survey } from '../capture/survey.ts';
import { hasErrors, printDiagnostics } from '../diagnostic.ts';
import { draftPlan } from '../run/draft.ts';
import { askPlaybook } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { printPlan } from './print-plan.ts';
import type { Screen } from './screen.ts';
import { openStage } from './stage.ts';
import { DEFAULT_STATE } from './state-folder.ts';

export async function plan(path: string, options: { json?: boolean; record?: string }, screen: Screen): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  const context = openStage(playbook, screen, {
    stateFolder: DEFAULT_STATE,
    stop: new AbortController().signal,
    recordFolder: options.record,
  });
  const facts = await survey(context, playbook);
  const { plan: drafted, diagnostics } = draftPlan(playbook, context.clock.now(), facts);
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics));
  screen.print(options.json === true ? JSON.stringify(drafted, null, 2) : printPlan(drafted));
  requireArmable(playbook, facts);
  if (hasErrors(diagnostics)) return EXIT.input;
  screen.tell(`apply it with: flaptrap run ${path} --digest ${drafted.digest.slice(0, 16)}`);
  return EXIT.done;
}
