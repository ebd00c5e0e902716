/** `flaptrap analyze` judges a bundle that anyone collected, and prints the report in a format. */
import { printDiagnostics } from '../diagnostic.ts';
import { FORMATS } from '../report/formats/index.ts';
import { EXIT } from './exit-code.ts';
import { judgeBundle } from './judge-bundle.ts';
import type { Screen } from './screen.ts';

export interface AnalyzeOptions {
  format: keyof typeof FORMATS;
  json?: boolean;
  failOnIncident?: boolean;
}

export async function analyze(folder: string, options: AnalyzeOptions, screen: Screen): Promise<number> {
  const { timeline, verdict, diagnostics } = await judgeBundle(folder);
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics));
  screen.print(FORMATS[options.json === true ? 'json' : options.format].print(verdict, timeline));
  return options.failOnIncident === true && verdict.incidents.length > 0 ? EXIT.incident : EXIT.done;
}
