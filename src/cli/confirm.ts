/** `flaptrap confirm` writes down, beside a bundle, what an engineer found in the end. */
import type { Command } from 'commander';
import { nameCause } from '../report/cause-name.ts';
import { wrap } from '../report/wrap.ts';
import { CONFIRMABLE, type Finding, findingsOf } from '../run/confirmed/confirmed.ts';
import { readConfirmed } from '../run/confirmed/read.ts';
import { writeConfirmed } from '../run/confirmed/write.ts';
import { judgeBundle } from '../run/judge-bundle.ts';
import { count } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export interface ConfirmOptions {
  note?: string;
  spi?: string;
  json?: boolean;
}

export function defineConfirm(command: Command, { screen, show }: Door): void {
  command
    .option('--note <text>', 'what was found, in your words')
    .option('--spi <spi>', 'the incident that is meant, where the bundle has several causes')
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', ['', 'Causes:', ...wrap(CONFIRMABLE.join(', '), '  ')].join('\n'))
    .addHelpText('after', '\nExample:\n  flaptrap confirm captures/7f3a9c01 delete-lost --note "CoPP dropped UDP 500"')
    .action((bundle: string, cause: string, options) => show(confirm(bundle, cause, options, screen)));
}

export async function confirm(bundle: string, cause: string, { note, spi, json }: ConfirmOptions, screen: Screen): Promise<number> {
  const nowMs = Date.now();
  const { verdict } = await judgeBundle(bundle, nowMs);
  const findings = findingsOf(verdict, { cause, note, spi }, nowMs);
  const before = await readConfirmed(bundle);
  const path = await writeConfirmed(bundle, { ...before, findings: [...before.findings, ...findings] });
  if (json === true) screen.print(JSON.stringify({ schema: before.schema, path, findings }, null, 2));
  else
    screen.print(
      `${path}: ${cause} for ${count(findings.length, 'incident')}; the verdict was ${[...new Set(findings.map(said))].join(', ')}`,
      'prose',
    );
  return EXIT.done;
}

function said({ verdict: { cause, confidence } }: Finding): string {
  return nameCause({ id: cause, confidence });
}
