/** `flaptrap lint` lints the EEM applets of any IOS configuration. */
import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { fixText } from '../applet/fix.ts';
import { lintText } from '../applet/lint.ts';
import { LINTS } from '../applet/lints/index.ts';
import type { Lint } from '../applet/lints/lint.ts';
import { readPlainFile } from '../capture/plain-file.ts';
import { hasErrors } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import { sayNearest } from '../nearest.ts';
import { plainLine } from '../plain-text.ts';
import { count } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { LINT_OUTPUTS } from './lint-output.ts';
import { type Door, parseWhole, requireOneFormat } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export interface LintCommandOptions {
  format: keyof typeof LINT_OUTPUTS;
  fix?: boolean;
  ignore?: readonly string[];
  maxWarnings?: number;
  list?: boolean;
  json?: boolean;
}

export function defineLint(command: Command, { screen, show }: Door): void {
  command
    .addOption(new Option('--format <format>', 'how findings are printed').choices(Object.keys(LINT_OUTPUTS)).default('text'))
    .addOption(new Option('--json', 'the same as --format json').implies({ format: 'json' }))
    .option('--fix', 'relabel actions where this certainly does not change what the router does')
    .option('--ignore <ids>', 'lints to leave out: A,B; may be repeated', parseIds)
    .option('--max-warnings <n>', 'exit with 1 when there are more warnings than this', parseWhole)
    .option('--list', 'list every lint, why it matters, and the section of docs/domain it comes from')
    .addHelpText(
      'after',
      '\nExample:\n  flaptrap lint router.cfg --format sarif\n\nA comment `! flaptrap-ignore ID` silences a lint on the next line, or in the applet that it opens.',
    )
    .action((files: string[], options) => show(lint(files, options, screen)));
}

/** `--ignore a,b --ignore c`: no list without an end, which would take the file behind it for one of its own. */
function parseIds(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',').map((id) => id.trim())];
}

export async function lint(files: readonly string[], options: LintCommandOptions, screen: Screen): Promise<number> {
  requireKnown(options.ignore ?? []);
  requireOneFormat(options);
  if (options.list === true) {
    screen.print(printLints(files, options), options.format === 'text' ? 'prose' : undefined);
    return EXIT.done;
  }
  if (files.length === 0) throw new FlaptrapError('input', 'name at least one configuration file', { next: 'flaptrap lint router.cfg' });
  // All are read before the first is changed.
  const texts = files.map((file) => ({ file, text: readText(file) }));
  const diagnostics = texts.flatMap(({ file, text }) =>
    lintText(options.fix === true ? fixFile(file, text, screen) : text, file, { ignore: options.ignore }),
  );
  const output = LINT_OUTPUTS[options.format](diagnostics);
  if (output !== '') screen.print(output, options.format === 'text' ? 'prose' : undefined);
  const [errors, warnings] = ['error', 'warning'].map((severity) => diagnostics.filter((each) => each.severity === severity).length);
  screen.tell(`${count(files.length, 'file')}: ${count(errors ?? 0, 'error')}, ${count(warnings ?? 0, 'warning')}`);
  const isTooMuch = options.maxWarnings !== undefined && (warnings ?? 0) > options.maxWarnings;
  return hasErrors(diagnostics) || isTooMuch ? EXIT.findings : EXIT.done;
}

/** A misspelt id would silence nothing, and say nothing. */
function requireKnown(ids: readonly string[]): void {
  const unknown = ids.filter((id) => !isLint(id));
  if (unknown.length === 0) return;
  const near = sayNearest(
    unknown[0] ?? '',
    Object.values<Lint>(LINTS).map(({ id }) => id),
  );
  throw new FlaptrapError('input', `there is no lint ${unknown.map((id) => id || '(without a name)').join(', ')}${near}`, {
    tried: `--ignore ${ids.join(',')}`,
    next: '`flaptrap lint --list` shows all of them',
  });
}

function isLint(id: string): boolean {
  return Object.values<Lint>(LINTS).some((each) => each.id === id);
}

function printLints(files: readonly string[], { format }: LintCommandOptions): string {
  if (files.length > 0) throw new FlaptrapError('input', '--list takes no file', { next: 'leave out --list or the files' });
  const lints = Object.values<Lint>(LINTS).map(({ id, severity, why, source }) => ({ id, severity, why, source }));
  if (format === 'json') return JSON.stringify(lints, null, 2);
  if (format !== 'text') throw new FlaptrapError('input', `--list cannot be printed as ${format}`, { next: 'choose text or json' });
  return lints.map(({ id, severity, why, source }) => `${id.padEnd(24)}${severity.padEnd(9)}${why} ${source}`).join('\n');
}

function fixFile(file: string, text: string, screen: Screen): string {
  const fixed = fixText(text, file);
  if (fixed.relabelled > 0) {
    try {
      writeFileSync(file, fixed.text);
    } catch (cause) {
      throw fileTrouble('write', file, cause);
    }
    screen.tell(`${plainLine(file)}: ${count(fixed.relabelled, 'action')} relabelled`);
  }
  return fixed.text;
}

/** No router holds a larger one. */
const CONFIGURATION_BYTES_MAX = 64 * 1024 * 1024;

function readText(file: string): string {
  let text: string;
  try {
    text = readPlainFile(file, CONFIGURATION_BYTES_MAX);
  } catch (cause) {
    if (!isLint(file)) throw fileTrouble('read', file, cause);
    throw new FlaptrapError('input', `${file} is the id of a lint, not a file`, { next: `to ignore several: --ignore ONE,${file}`, cause });
  }
  if ((/\.ya?ml$/i.test(file) || PLAYBOOK.test(text)) && !text.includes('event manager')) throw notConfiguration(file, text);
  return text;
}

/** `tunnel:` at the beginning of a line: every playbook has it, and no configuration. */
const PLAYBOOK = /^tunnel:/m;

function notConfiguration(file: string, text: string): FlaptrapError {
  return PLAYBOOK.test(text)
    ? new FlaptrapError('input', `${file} is a playbook, not an IOS configuration`, {
        next: `to check the playbook and the applets it makes: flaptrap check ${file}`,
      })
    : new FlaptrapError('input', `${file} is a YAML file, not an IOS configuration`, {
        next: 'name a file with the output of show running-config',
      });
}
