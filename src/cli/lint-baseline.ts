/** A baseline holds the findings that somebody lives with: only what comes to them is told; a finding goes by its text, not by its line. */
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { readPlainFile } from '../capture/plain-file.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';

const BASELINE_BYTES_MAX = 64 * 1024 * 1024;
const SHAPE = z.strictObject({
  schema: z.literal('flaptrap.lint-baseline/1'),
  findings: z.array(z.strictObject({ file: z.string(), code: z.string(), text: z.string() })),
});

function keyOf({ file, code = 'syntax', sourceLine = '', summary }: Diagnostic): { file: string; code: string; text: string } {
  return { file, code, text: sourceLine.trim() || summary };
}

export function writeBaseline(path: string, diagnostics: readonly Diagnostic[]): void {
  const findings = diagnostics.map(keyOf);
  try {
    writeFileSync(path, `${JSON.stringify({ schema: 'flaptrap.lint-baseline/1', findings }, null, 2)}\n`);
  } catch (cause) {
    throw fileTrouble('write', path, cause);
  }
}

/** What the baseline does not hold; each of its entries stands for one finding. */
export function withoutBaseline(path: string, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const left = new Map<string, number>();
  for (const each of readBaseline(path)) {
    const key = JSON.stringify([each.file, each.code, each.text]);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  return diagnostics.filter((diagnostic) => {
    const { file, code, text } = keyOf(diagnostic);
    const key = JSON.stringify([file, code, text]);
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
}

function readBaseline(path: string): z.infer<typeof SHAPE>['findings'] {
  let text: string;
  try {
    text = readPlainFile(path, BASELINE_BYTES_MAX);
  } catch (cause) {
    throw fileTrouble('read', path, cause);
  }
  try {
    return SHAPE.parse(JSON.parse(text)).findings;
  } catch (cause) {
    throw new FlaptrapError('input', `${path} is no baseline of flaptrap`, {
      next: 'write one: flaptrap lint FILES --write-baseline FILE',
      cause,
    });
  }
}
