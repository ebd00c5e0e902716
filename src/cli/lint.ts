/** `flaptrap lint` lints the EEM applets of any IOS configuration. */
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { FixOrder } from '../applet/fix.ts';
import { lintWhole } from '../applet/lint.ts';
import { LINTS } from '../applet/lints/index.ts';
import type { Lint } from '../applet/lints/lint.ts';
import { type Diagnostic, hasErrors } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { sayNearest } from '../nearest.ts';
import { plainLine } from '../plain-text.ts';
import { count } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { withoutBaseline, writeBaseline } from './lint-baseline.ts';
import { fixInput } from './lint-fix.ts';
import { type LintInput, readInputs } from './lint-inputs.ts';
import { LINT_OUTPUTS, LINT_REPORT_SCHEMA, type LintSummary } from './lint-output.ts';
import { explainLint, printLints } from './lint-page.ts';
import { judged, type LintSettings, optionsFor, readSettings } from './lint-settings.ts';
import { type Door, parseWhole, requireOneFormat } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export interface LintCommandOptions {
  format: keyof typeof LINT_OUTPUTS;
  fix?: boolean;
  order?: FixOrder;
  dryRun?: boolean;
  ignore?: readonly string[];
  only?: readonly string[];
  quiet?: boolean;
  maxWarnings?: number;
  config?: string | false;
  baseline?: string;
  writeBaseline?: string;
  explain?: string;
  schema?: boolean;
  list?: boolean;
  json?: boolean;
}

export function defineLint(command: Command, { screen, show }: Door): void {
  command
    .addOption(new Option('--format <format>', 'how findings are printed').choices(Object.keys(LINT_OUTPUTS)).default('text'))
    .addOption(new Option('--json', 'the same as --format json').implies({ format: 'json' }))
    .option('--only <ids>', 'the lints that alone are asked: A,B; may be repeated', parseIds)
    .option('--ignore <ids>', 'lints to leave out: A,B; may be repeated', parseIds)
    .option('--max-warnings <n>', 'exit with 1 when there are more warnings than this', parseWhole)
    .option('--fix', 'relabel actions where this is proven not to change what the router does')
    .addOption(new Option('--order <order>', 'with --fix: which order wins where labels and lines differ').choices(['run', 'file']))
    .option('--dry-run', 'with --fix: show what would be written, and write nothing')
    .option('--baseline <file>', 'pass over the findings that this file holds')
    .option('--write-baseline <file>', 'write the findings of now into this file, to live with them')
    .option('--config <file>', 'settings to use in the place of .flaptraplint.yaml')
    .option('--no-config', 'use no settings')
    .option('--list', 'list every lint, why it matters, and the section of docs/domain it comes from')
    .option('--explain <lint>', 'say of one lint what it finds, why, and show it')
    .option('--schema', 'print the JSON schema of `--format report`')
    .addHelpText('after', HELP)
    .action((files: string[], options) => show(lint(files, options, screen)));
}

const HELP = `
Files may be folders, globs, and - for standard input. The exit code is 1 for findings that are errors, 2 for bad
usage. With --quiet only errors are printed.

Examples:
  flaptrap lint router.cfg --format sarif
  flaptrap lint sites/ --baseline eem-baseline.json --max-warnings 0

Settings, in .flaptraplint.yaml:
  severity: { write-memory: off, duplicate-label: error }
  platform: ios-xe
  release: 17.9.4
  ignore: [{ paths: ["old/**"] }, { paths: ["lab/*.cfg"], lints: [pager-on] }]
  baseline: eem-baseline.json

A comment \`! flaptrap-ignore ID\` silences a lint on the next line, or in the applet that it opens.`;

/** `--ignore a,b --ignore c`: no list without an end, which would take the file behind it for one of its own. */
function parseIds(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',').map((id) => id.trim())];
}

export async function lint(files: readonly string[], options: LintCommandOptions, screen: Screen): Promise<number> {
  requireKnown('--ignore', options.ignore ?? []);
  requireKnown('--only', options.only ?? []);
  requireSense(options);
  requireOneFormat(options);
  const manner = options.format === 'text' ? 'prose' : undefined;
  const page = pageFor(files, options);
  if (page !== undefined) {
    screen.print(page, manner);
    return EXIT.done;
  }
  if (files.length === 0) throw new FlaptrapError('input', 'name at least one configuration file', { next: 'flaptrap lint router.cfg' });
  const settings = readSettings(options.config, resolve('.'));
  // All are read before the first is changed.
  const { inputs, troubles } = await readInputs(files, screen);
  const { diagnostics, summary } = lintInputs(inputs, settings, options, screen);
  const output = LINT_OUTPUTS[options.format](diagnostics, summary);
  if (output !== '') screen.print(output, manner);
  tellCounts(inputs, summary, screen);
  if (troubles.length > 0) throw allTroubles(troubles);
  const isTooMuch = options.maxWarnings !== undefined && summary.warnings > options.maxWarnings;
  return hasErrors(diagnostics) || isTooMuch ? EXIT.findings : EXIT.done;
}

function pageFor(files: readonly string[], options: LintCommandOptions): string | undefined {
  const { list, explain, schema, format } = options;
  if (list !== true && explain === undefined && schema !== true) return undefined;
  const asked = list === true ? '--list' : explain === undefined ? '--schema' : '--explain';
  if (files.length > 0) throw new FlaptrapError('input', `${asked} takes no file`, { next: `leave out ${asked} or the files` });
  if (list === true) return printLints(format);
  return explain === undefined ? JSON.stringify(LINT_REPORT_SCHEMA, null, 2) : explainLint(explain, format);
}

/** What is said of every input, and how much of it there is. */
function lintInputs(
  inputs: readonly LintInput[],
  settings: LintSettings,
  options: LintCommandOptions,
  screen: Screen,
): { diagnostics: Diagnostic[]; summary: LintSummary } {
  let applets = 0;
  const found = inputs.flatMap((input) => {
    const here = optionsFor(settings, input.file);
    if (here === undefined) return [];
    const text = options.fix === true ? fixInput(input, options, screen) : input.text;
    const ignore = [...(options.ignore ?? []), ...(here.ignore ?? [])];
    const linted = lintWhole(text, input.file, { ...here, ignore, only: options.only, reportsUnused: true });
    applets += linted.applets;
    if (linted.applets === 0 && input.isNamed) screen.tell(`${plainLine(input.file)}: no applet was read in it`);
    return judged(settings, linted.diagnostics);
  });
  if (options.writeBaseline !== undefined) writeBaseline(options.writeBaseline, found);
  const baseline = options.writeBaseline ?? options.baseline ?? settings.baseline;
  const all = baseline === undefined ? found : withoutBaseline(baseline, found);
  const numberOf = (severity: Diagnostic['severity']): number => all.filter((each) => each.severity === severity).length;
  const summary = {
    files: inputs.length,
    applets,
    errors: numberOf('error'),
    warnings: numberOf('warning'),
    notices: numberOf('notice'),
    passedOver: found.length - all.length,
  };
  return { diagnostics: options.quiet === true ? all.filter(({ severity }) => severity === 'error') : all, summary };
}

function tellCounts(inputs: readonly LintInput[], { applets, errors, warnings, passedOver }: LintSummary, screen: Screen): void {
  const known = passedOver === 0 ? '' : `; ${count(passedOver, 'finding')} of the baseline passed over`;
  screen.tell(
    `${count(inputs.length, 'file')}, ${count(applets, 'applet')} read: ${count(errors, 'error')}, ${count(warnings, 'warning')}${known}`,
  );
}

/** The first as it is; the others by their words. */
function allTroubles([first, ...others]: readonly FlaptrapError[]): FlaptrapError {
  if (first === undefined || others.length === 0) return first ?? new FlaptrapError('input', 'nothing could be read');
  return new FlaptrapError('input', [first, ...others].map(({ message }) => message).join('; '), first.context);
}

function requireSense({ fix, order, dryRun, baseline, writeBaseline: written }: LintCommandOptions): void {
  if (fix !== true && (order !== undefined || dryRun === true))
    throw new FlaptrapError('input', `${order === undefined ? '--dry-run' : '--order'} belongs to --fix`, { next: 'add --fix' });
  if (baseline !== undefined && written !== undefined)
    throw new FlaptrapError('input', '--baseline and --write-baseline exclude each other', { next: 'leave out one of them' });
}

/** A misspelt id would silence nothing, and say nothing. */
function requireKnown(option: string, ids: readonly string[]): void {
  const unknown = ids.filter((id) => !Object.values<Lint>(LINTS).some((each) => each.id === id));
  if (unknown.length === 0) return;
  const near = sayNearest(
    unknown[0] ?? '',
    Object.values<Lint>(LINTS).map(({ id }) => id),
  );
  throw new FlaptrapError('input', `there is no lint ${unknown.map((id) => id || '(without a name)').join(', ')}${near}`, {
    tried: `${option} ${ids.join(',')}`,
    next: '`flaptrap lint --list` shows all of them',
  });
}
