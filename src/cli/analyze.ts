/** `flaptrap analyze` judges a bundle that anyone collected, and prints the report in a format. */
import { printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { FORMATS } from '../report/formats/index.ts';
import { judgeBundle } from '../run/judge-bundle.ts';
import { EXIT } from './exit-code.ts';
import { explainRule, requireRule } from './explain.ts';
import type { Screen } from './screen.ts';

export interface AnalyzeOptions {
  /** `text` when nothing is said. */
  format?: keyof typeof FORMATS;
  json?: boolean;
  failOnIncident?: boolean;
  /** Id of a rule: how it was decided, instead of the report. */
  explain?: string;
}

export async function analyze(folder: string, options: AnalyzeOptions, screen: Screen): Promise<number> {
  const format = chooseFormat(options);
  if (options.explain !== undefined) requireRule(options.explain);
  const { timeline, verdict, diagnostics, isEmpty } = await judgeBundle(folder, Date.now());
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics));
  if (options.explain !== undefined) screen.print(explainRule(verdict, options.explain));
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
    throw new FlaptrapError('input', 'how a rule was decided is printed as text only', { next: 'leave --json and --format away' });
  return json === true ? 'json' : (format ?? 'text');
}
