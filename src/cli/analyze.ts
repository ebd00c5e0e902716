/** `flaptrap analyze` judges a bundle that anyone collected, and prints the report in a format. */
import { printDiagnostics } from '../diagnostic.ts';
import { FORMATS } from '../report/formats/index.ts';
import { EXIT } from './exit-code.ts';
import { explainRule } from './explain.ts';
import { judgeBundle } from './judge-bundle.ts';
import type { Screen } from './screen.ts';

export interface AnalyzeOptions {
  format: keyof typeof FORMATS;
  json?: boolean;
  failOnIncident?: boolean;
  /** Id of a rule: how it was decided, instead of the report. */
  explain?: string;
}

export async function analyze(folder: string, options: AnalyzeOptions, screen: Screen): Promise<number> {
  const { timeline, verdict, diagnostics } = await judgeBundle(folder);
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics));
  if (options.explain !== undefined) screen.print(explainRule(verdict, options.explain));
  else screen.print(FORMATS[options.json === true ? 'json' : options.format].print(verdict, timeline));
  return options.failOnIncident === true && verdict.incidents.length > 0 ? EXIT.incident : EXIT.done;
}
