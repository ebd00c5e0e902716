/** Fixing from the command line writes what was proven to do the same, or shows it, and says what it left as it was. */
import { writeFileSync } from 'node:fs';
import { type FixOptions, fixText } from '../applet/fix.ts';
import { fileTrouble } from '../file-trouble.ts';
import { plainLine } from '../plain-text.ts';
import { count } from './ask-playbook.ts';
import { type LintInput, STANDARD_INPUT } from './lint-inputs.ts';
import type { Screen } from './screen.ts';

export interface FixCommandOptions extends FixOptions {
  /** Shows the lines that would be written, and writes nothing. */
  dryRun?: boolean;
}

/** The text as it is to be linted. */
export function fixInput({ file, text }: LintInput, options: FixCommandOptions, screen: Screen): string {
  const fixed = fixText(text, file, options);
  const name = plainLine(file);
  for (const { applet, line, why } of fixed.refused)
    screen.tell(`${name}:${line}: ${plainLine(applet)} is not relabelled: ${plainLine(why)}`);
  if (fixed.relabelled === 0) return text;
  const isWritten = options.dryRun !== true && file !== STANDARD_INPUT && !file.startsWith('(');
  if (isWritten) write(file, fixed.text);
  else screen.tell(changedLines(text, fixed.text));
  screen.tell(`${name}: ${count(fixed.relabelled, 'action')} ${isWritten ? 'relabelled' : 'would be relabelled; nothing was written'}`);
  return isWritten ? fixed.text : text;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw fileTrouble('write', file, cause);
  }
}

/** Lines keep their number: a fix moves and renames, and takes nothing out. */
function changedLines(before: string, after: string): string {
  const fresh = after.split('\n');
  return before
    .split('\n')
    .flatMap((line, index) =>
      line === fresh[index] ? [] : [`@@ ${index + 1} @@`, `-${line.trimEnd()}`, `+${(fresh[index] ?? '').trimEnd()}`],
    )
    .join('\n');
}
