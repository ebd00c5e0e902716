/** `flaptrap analyze` judges a bundle that anyone collected, and prints the report in a format; `flaptrap report` only prints it. */
import { type Command, Option } from 'commander';
import { printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { FORMATS } from '../report/formats/index.ts';
import { judgeBundle } from '../run/judge-bundle.ts';
import { EXIT } from './exit-code.ts';
import { explainCause, requireCause } from './explain.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export interface AnalyzeOptions {
  /** `text` when nothing is said. */
  format?: keyof typeof FORMATS;
  json?: boolean;
  failOnIncident?: boolean;
  /** Id of a cause: its row of facts, instead of the report. */
  explain?: string;
}

export function defineAnalyze(command: Command, { screen, show }: Door): void {
  addFormat(command, 'how the verdict is printed: text unless said')
    .option('--explain <cause>', 'the facts of one cause on each incident, with their lines')
    .option('--fail-on-incident', 'exit 1 when the bundle holds an incident')
    .addHelpText('after', '\nExample:\n  flaptrap analyze captures/7f3a9c01 --format json')
    .action((bundle: string, options) => show(analyze(bundle, options, screen)));
}

/** `flaptrap report` is the same without a judgement of the reader's own. */
export function defineReport(command: Command, { screen, show }: Door): void {
  addFormat(command, 'the format: text unless said')
    .addHelpText('after', '\nExample:\n  flaptrap report captures/7f3a9c01 --format json')
    .action((bundle: string, options) => show(analyze(bundle, options, screen)));
}

function addFormat(command: Command, description: string): Command {
  const format = new Option('--format <format>', description).choices(Object.keys(FORMATS));
  return command.addOption(format).option('--json', 'the same as --format json');
}

export async function analyze(folder: string, options: AnalyzeOptions, screen: Screen): Promise<number> {
  const format = chooseFormat(options);
  if (options.explain !== undefined) requireCause(options.explain);
  const { timeline, verdict, diagnostics, isEmpty } = await judgeBundle(folder, Date.now());
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics));
  if (options.explain !== undefined) screen.print(explainCause(verdict, options.explain));
  else screen.print(FORMATS[format].print(verdict, timeline));
  if (isEmpty) {
    screen.tell(`${folder}: neither peer is heard: there is nothing to judge`);
    return EXIT.noCapture;
  }
  return options.failOnIncident === true && verdict.incidents.length > 0 ? EXIT.findings : EXIT.done;
}

function chooseFormat({ format, json, explain }: AnalyzeOptions): keyof typeof FORMATS {
  if (json === true && format !== undefined && format !== 'json')
    throw new FlaptrapError('input', `--json and --format ${format} exclude each other`, { next: 'give one of them' });
  if (explain !== undefined && (json === true || (format !== undefined && format !== 'text')))
    throw new FlaptrapError('input', 'the facts of a cause are printed as text only', { next: 'leave --json and --format away' });
  return json === true ? 'json' : (format ?? 'text');
}
