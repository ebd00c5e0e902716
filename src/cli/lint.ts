/** `flaptrap lint` lints the EEM applets of any IOS configuration. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fixText } from '../applet/fix.ts';
import { lintText } from '../applet/lint.ts';
import { LINTS } from '../applet/lints/index.ts';
import type { Lint } from '../applet/lints/lint.ts';
import { hasErrors } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { count } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { LINT_OUTPUTS } from './lint-output.ts';
import type { Screen } from './screen.ts';

export interface LintCommandOptions {
  format: keyof typeof LINT_OUTPUTS;
  fix?: boolean;
  ignore?: readonly string[];
  maxWarnings?: number;
  list?: boolean;
}

export async function lint(files: readonly string[], options: LintCommandOptions, screen: Screen): Promise<number> {
  if (options.list === true) {
    screen.print(
      Object.values<Lint>(LINTS)
        .map(({ id, severity, why, source }) => `${id.padEnd(24)}${severity.padEnd(9)}${why} ${source}`)
        .join('\n'),
    );
    return EXIT.done;
  }
  if (files.length === 0) throw new FlaptrapError('input', 'name at least one configuration file', { next: 'flaptrap lint router.cfg' });
  const diagnostics = files.flatMap((file) =>
    lintText(options.fix === true ? fixFile(file, screen) : readText(file), file, { ignore: options.ignore }),
  );
  const output = LINT_OUTPUTS[options.format](diagnostics);
  if (output !== '') screen.print(output);
  const [errors, warnings] = ['error', 'warning'].map((severity) => diagnostics.filter((each) => each.severity === severity).length);
  screen.tell(`${count(files.length, 'file')}: ${count(errors ?? 0, 'error')}, ${count(warnings ?? 0, 'warning')}`);
  const isTooMuch = options.maxWarnings !== undefined && (warnings ?? 0) > options.maxWarnings;
  return hasErrors(diagnostics) || isTooMuch ? EXIT.input : EXIT.done;
}

function fixFile(file: string, screen: Screen): string {
  const text = readText(file);
  const fixed = fixText(text, file);
  if (fixed.relabelled > 0) {
    writeFileSync(file, fixed.text);
    screen.tell(`${file}: ${count(fixed.relabelled, 'action')} relabelled`);
  }
  return fixed.text;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new FlaptrapError('input', `cannot read ${file}`, { answer: cause instanceof Error ? cause.message : String(cause), cause });
  }
}
