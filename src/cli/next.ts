/** `flaptrap next` prints the playbook that would decide what a bundle left open; no router is contacted. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { printDiagnostics } from '../diagnostic.ts';
import { fileTrouble } from '../file-trouble.ts';
import { judgeBundle } from '../run/judge-bundle.ts';
import { draftNext } from '../run/next.ts';
import { EXIT } from './exit-code.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';
import { showWork } from './show-work.ts';

export interface NextOptions {
  json?: boolean;
  /** A file that is not there yet. */
  out?: string;
}

export function defineNext(command: Command, { screen, show }: Door): void {
  command
    .option('--out <file>', 'write it into a new file')
    .option('--json', 'print what it asks for, and the playbook, as JSON')
    .addHelpText('after', '\nExample:\n  flaptrap next captures/7f3a9c01 --out next.yaml')
    .action((bundle: string, options) => show(next(bundle, options, screen)));
}

export async function next(bundle: string, { json, out }: NextOptions, screen: Screen): Promise<number> {
  const nowMs = Date.now();
  const judged = await judgeBundle(bundle, nowMs, screen.input, showWork(screen));
  if (judged.diagnostics.length > 0) screen.tell(printDiagnostics(judged.diagnostics));
  const drafted = await draftNext(judged, bundle, nowMs);
  if (out !== undefined) await writeNew(out, drafted.playbook);
  if (json === true) screen.print(JSON.stringify(drafted, null, 2));
  else if (out === undefined) screen.print(drafted.playbook.trimEnd());
  screen.tell(
    `fill in ${drafted.fillIn.join(', ')}${out === undefined ? '' : ` in ${out}`}; then \`flaptrap check\` and \`flaptrap plan\` it`,
  );
  return EXIT.done;
}

/** Somebody may have filled in what stands there. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    throw fileTrouble('write', path, cause);
  }
}
