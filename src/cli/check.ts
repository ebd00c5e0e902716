/** `flaptrap check` says everything that is wrong with a playbook, its plan and its applets. */
import type { Command } from 'commander';
import { type Diagnostic, hasErrors, printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { plainLine } from '../plain-text.ts';
import { printTriggerProof } from '../playbook/check-trigger.ts';
import { loadPlaybook } from '../playbook/load.ts';
import { draftPlan } from '../run/draft.ts';
import { count } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { type Door, PROVEN } from './program/arguments.ts';
import { readCards, sayCard } from './proven-cards.ts';
import type { Screen } from './screen.ts';
import { findPlaybook } from './shipped.ts';

export function defineCheck(command: Command, { screen, show }: Door): void {
  command
    .option('--json', 'print the diagnostics as JSON')
    .option(...PROVEN)
    .addHelpText('after', '\nExample:\n  flaptrap check playbooks/tunnel-flaps.yaml')
    .action((playbook: string, options) => show(check(playbook, options, screen)));
}

export async function check(path: string, options: { json?: boolean; proven?: string | undefined }, screen: Screen): Promise<number> {
  const { playbook, diagnostics: mistakes } = await loadPlaybook(findPlaybook(path));
  const drafted = playbook === undefined ? [] : draftPlan(playbook, Date.now()).diagnostics;
  const diagnostics = [...mistakes, ...drafted];
  const isWrong = playbook === undefined || hasErrors(diagnostics);
  if (options.json === true) {
    screen.print(JSON.stringify({ file: path, ok: !isWrong, diagnostics }, null, 2));
    // Standard error has them too: a script looks for them there, whatever the command was.
    if (isWrong) throw wrong(path, diagnostics);
  } else {
    tell(screen, path, diagnostics.length, printDiagnostics(diagnostics), isWrong);
    if (playbook !== undefined) for (const line of printTriggerProof(playbook)) screen.print(line, 'prose');
    for (const card of readCards(options.proven)) screen.print(sayCard(card), 'prose');
  }
  return isWrong ? EXIT.input : EXIT.done;
}

function wrong(path: string, diagnostics: readonly Diagnostic[]): FlaptrapError {
  return new FlaptrapError('input', `${path}: ${count(diagnostics.length, 'mistake')}; no router was contacted`, { diagnostics });
}

function tell(screen: Screen, path: string, found: number, text: string, isWrong: boolean): void {
  const weight = isWrong ? 'grave' : undefined;
  if (text !== '') screen.tell(text, weight);
  if (isWrong) screen.tell(`${plainLine(path)}: ${count(found, 'mistake')}; no router was contacted`, weight);
  else
    screen.print(
      `${plainLine(path)}: the playbook, its plan and its applets are correct${found > 0 ? ` (${count(found, 'note')})` : ''}`,
      'prose',
    );
}
