/** `flaptrap eem format` writes the applets of a file as a device prints them; whatever is not understood, and all between them, stays. */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readPlainFile } from '../capture/plain-file.ts';
import { FlaptrapError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import { readApplets } from '../lsp/document.ts';
import { formatApplets } from '../lsp/format.ts';
import { isPlaybook, NOTHING_TO_FORMAT } from '../lsp/playbook.ts';
import { count } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { type LintInput, readInputs, STANDARD_INPUT } from './lint-inputs.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';

const PLAYBOOK_BYTES_MAX = 16 * 1024 * 1024;

export interface EemFormatOptions {
  write?: boolean;
  check?: boolean;
}

export function defineFormat(command: Command, { screen, show }: Pick<Door, 'screen' | 'show'>): void {
  command
    .command('format <files...>')
    .description('print the applets of files as a device prints them')
    .option('--write', 'write them into their files')
    .option('--check', 'say which files would change, and exit 1 when one would')
    .addHelpText(
      'after',
      '\nOf a template, of a diff and of another platform nothing is changed; applets within YAML keep their depth.\n\nExample:\n  flaptrap eem format --check configs/',
    )
    .action((files: string[], options: EemFormatOptions) => show(eemFormat(files, options, screen)));
}

export async function eemFormat(files: readonly string[], { write, check }: EemFormatOptions, screen: Screen): Promise<number> {
  if (write === true && files.includes(STANDARD_INPUT))
    throw new FlaptrapError('input', 'standard input is no file to write to', { next: 'leave out --write' });
  const playbook = files.find(isPlaybookFile);
  if (playbook !== undefined)
    throw new FlaptrapError('input', `${playbook} cannot be formatted: ${NOTHING_TO_FORMAT}`, { next: `flaptrap render ${playbook}` });
  const { inputs, troubles } = await readInputs(files, screen);
  if (troubles[0] !== undefined) throw troubles[0];
  const formatted = inputs.map((input) => ({ input, text: formatText(input) }));
  const changed = formatted.filter(({ input, text }) => text !== input.text);
  if (check === true) for (const { input } of changed) screen.print(input.file);
  else if (write === true) for (const { input, text } of changed) save(input.file, text);
  else for (const { text } of formatted) screen.print(text.replace(/\n$/, ''));
  if (check === true || write === true)
    screen.tell(`${count(inputs.length, 'file')} read, ${changed.length} ${write === true ? 'changed' : 'would change'}`);
  return check === true && changed.length > 0 ? EXIT.findings : EXIT.done;
}

/** A file that cannot be read is told of by who reads all of them. */
function isPlaybookFile(file: string): boolean {
  if (!/\.ya?ml$/i.test(file)) return false;
  try {
    return isPlaybook(readPlainFile(file, PLAYBOOK_BYTES_MAX));
  } catch {
    return false;
  }
}

/** Each line ends as it did. */
function formatText({ file, text }: LintInput): string {
  // Lines, and between them what ends each.
  const parts = text.split(/(\r\n|\n|\r)/);
  for (const { range, newText } of formatApplets(readApplets(text, file))) parts[range.start.line * 2] = newText;
  return parts.join('');
}

function save(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw fileTrouble('write', file, cause);
  }
}
