/** A diagnostic says that the user's file is wrong: where, what, and what to do next; diagnostics are collected, never thrown one by one. */
import { plain, plainLine } from './plain-text.ts';

/** One mistake, at its place; plain JSON. With severity `error` the file cannot be used. */
export interface Diagnostic {
  severity: 'error' | 'warning' | 'notice';
  file: string;
  /** From 1; 0 when the whole file is meant. */
  line: number;
  /** From 1; 0 when the whole line is meant. */
  column: number;
  summary: string;
  detail?: string | undefined;
  /** The id of the lint or check that speaks. */
  code?: string | undefined;
  /** The line itself, shown with a caret. */
  sourceLine?: string | undefined;
  /** Columns covered, from `column`. */
  length?: number | undefined;
}

/** `file:line:col severity summary [code]`, the line with a caret, then the detail. */
export function printDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, severity, summary, detail, code } = diagnostic;
  const place = [plainLine(file), line || undefined, column || undefined].filter((part) => part !== undefined).join(':');
  const head = `${place} ${severity}: ${plainLine(summary)}${code === undefined ? '' : ` [${plainLine(code)}]`}`;
  return [head, ...printExcerpt(diagnostic), ...(detail === undefined ? [] : [`    ${plain(detail)}`])].join('\n');
}

/** Each as printDiagnostic has it, on lines of their own, safe for a terminal; empty for none. */
export function printDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(printDiagnostic).join('\n');
}

/** True when one of them is an error: warnings and notices stop nothing. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

function printExcerpt({ line, column, sourceLine, length }: Diagnostic): string[] {
  if (sourceLine === undefined) return [];
  const gutter = `${line} | `;
  const shown = `  ${gutter}${plainLine(sourceLine)}`;
  // An escape takes more room than what it stands for.
  const [before, under] = [sourceLine.slice(0, Math.max(column - 1, 0)), sourceLine.slice(column - 1, column - 1 + (length ?? 1))];
  const indent = gutter.length + plainLine(before).length + Math.max(column - 1 - before.length, 0);
  const caret = `${' '.repeat(indent)}${'^'.repeat(Math.max(length ?? 1, plainLine(under).length, 1))}`;
  return column > 0 ? [shown, `  ${caret}`] : [shown];
}
