/** `flaptrap analyze` judges a bundle that anyone collected, and prints the report in a format; `flaptrap report` only prints it. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { writeReport } from '../bundle/write.ts';
import { hasErrors, printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { SIDES } from '../ipsec/side.ts';
import { FORMATS } from '../report/formats/index.ts';
import { sayNothing } from '../report/none.ts';
import { judgeBundle } from '../run/judge-bundle.ts';
import type { Judged } from '../run/judge-read.ts';
import { loadEnclosure } from '../run/load.ts';
import type { Timeline } from '../timeline/model.ts';
import { EXIT } from './exit-code.ts';
import { explainCause, requireCause } from './explain.ts';
import { printVerdict } from './print-verdict.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';
import { showWork } from './show-work.ts';

export interface AnalyzeOptions {
  /** `text` when nothing is said. */
  format?: keyof typeof FORMATS;
  json?: boolean;
  /** A file for the report; `-` is standard output. */
  out?: string;
  failOnIncident?: boolean;
  /** Id of a cause: its row of facts, instead of the report. */
  explain?: string;
}

export function defineAnalyze(command: Command, { screen, show }: Door): void {
  addFormat(command, 'how the verdict is printed (default: text)')
    .option('--explain <cause>', 'the facts of one cause on each incident, with their lines')
    .option('--fail-on-incident', 'exit with 1 when there is an incident in the bundle')
    .addHelpText('after', '\nExample:\n  flaptrap analyze captures/7f3a9c01 --format json')
    .action((bundles: string[], options) => show(analyze(bundles, options, screen)));
}

/** `flaptrap report` is the same without a judgement of the reader's own. */
export function defineReport(command: Command, { screen, show }: Door): void {
  addFormat(command, 'the format (default: text)')
    .addHelpText('after', '\nExample:\n  flaptrap report captures/7f3a9c01 --format json')
    .action((bundles: string[], options) => show(analyze(bundles, options, screen)));
}

function addFormat(command: Command, description: string): Command {
  const format = new Option('--format <format>', description).choices(Object.keys(FORMATS));
  return command
    .addOption(format)
    .option('--json', 'the same as --format json')
    .option('--out <file>', 'write the report there (html: report.html in the bundle; - for standard output)');
}

/** A folder, an archive, log files, or `-` for what `screen` hears on standard input. */
export async function analyze(paths: string | readonly string[], options: AnalyzeOptions, screen: Screen): Promise<number> {
  const named = typeof paths === 'string' ? [paths] : paths;
  refuseTwice(named);
  const format = chooseFormat(options);
  if (options.explain !== undefined) requireCause(options.explain);
  const judged = await judgeBundle(named, Date.now(), screen.input, showWork(screen));
  const { timeline, verdict, diagnostics, isEmpty } = judged;
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics), hasErrors(diagnostics) ? 'grave' : undefined);
  if (options.explain !== undefined) screen.print(explainCause(verdict, options.explain), 'prose');
  else await put(judged, format, options.out ?? placeOf(format, named), screen);
  if (isEmpty) {
    screen.tell(`${named.join(' ')}: nothing of ${unheardOf(timeline)} could be read: there is nothing to judge`, 'grave');
    return EXIT.noCapture;
  }
  if (verdict.incidents.length === 0) return sayNothing(verdict) === undefined ? EXIT.done : EXIT.noCapture;
  return options.failOnIncident === true ? EXIT.findings : EXIT.done;
}

async function put({ verdict, timeline, bundle }: Judged, format: keyof typeof FORMATS, out: string, screen: Screen): Promise<void> {
  if (out === STANDARD_OUTPUT && format !== 'html') {
    printVerdict({ verdict, timeline }, format, screen);
    return;
  }
  const printed = FORMATS[format].print(verdict, timeline, format === 'html' ? loadEnclosure(bundle) : undefined);
  if (out === STANDARD_OUTPUT) {
    screen.print(printed);
    return;
  }
  await writeReport(out, printed);
  screen.print(out);
}

const STANDARD_OUTPUT = '-';
const PAGE_FILE = 'report.html';

/** A page is a file: of a bundle that is a folder it lies in there, of anything else here. */
function placeOf(format: keyof typeof FORMATS, [only = '', ...more]: readonly string[]): string {
  if (format !== 'html') return STANDARD_OUTPUT;
  return more.length === 0 && isFolder(only) ? join(only, PAGE_FILE) : `flaptrap-${PAGE_FILE}`;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function unheardOf({ recordings, tunnel }: Timeline): string {
  const unheard = SIDES.filter((side) => recordings[side].kinds.length === 0);
  return unheard.length === SIDES.length ? 'either peer' : unheard.map((side) => tunnel[side].name).join();
}

function refuseTwice(paths: readonly string[]): void {
  const twice = paths.find((path, at) => paths.indexOf(path) !== at);
  if (twice !== undefined) throw new FlaptrapError('input', `${twice} is named twice`, { next: 'name each file once' });
}

function chooseFormat({ format, json, explain }: AnalyzeOptions): keyof typeof FORMATS {
  if (json === true && format !== undefined && format !== 'json')
    throw new FlaptrapError('input', `--json and --format ${format} contradict each other`, { next: 'give only one of them' });
  if (explain !== undefined && (json === true || (format !== undefined && format !== 'text')))
    throw new FlaptrapError('input', '--explain is printed as text only', { next: 'leave out --json and --format' });
  return json === true ? 'json' : (format ?? 'text');
}
