/** A document is a text of an editor with what was read of it: every question at a position is answered from one reading. */

import type { Applet } from '../applet/model.ts';
import { BODY, FILLER, HEADER } from '../applet/openings.ts';
import { parseApplets } from '../applet/parse.ts';
import type { ParsedApplets } from '../applet/reading.ts';
import { type Token, tokenize } from '../applet/token.ts';
import type { Diagnostic } from '../diagnostic.ts';

/** From 0, in units of UTF-16, as editors count. */
export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface TextChange {
  range: Range;
  newText: string;
}

export interface AppletDocument {
  file: string;
  lines: string[];
  /** With `\n` alone, so that its lines are those of the editor. */
  text: string;
  parsed: ParsedApplets;
  /** Which applet each line (from 1) belongs to. */
  owners: ReadonlyMap<number, Applet>;
}

/** What ends a line in an editor. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** Whatever the text is, a value comes back. */
export function readApplets(text: string, file: string): AppletDocument {
  const lines = linesOf(text);
  const joined = lines.join('\n');
  const parsed = parseApplets(joined, file);
  const owners = new Map<number, Applet>();
  for (const applet of parsed.applets)
    for (const { place } of [applet, ...applet.events, ...applet.actions, ...applet.others]) owners.set(place.line, applet);
  return { file, lines, text: joined, parsed, owners };
}

/** The applet in whose body the line stands, or would stand once it is typed. */
export function appletAt({ lines, owners, parsed }: AppletDocument, line: number): Applet | undefined {
  for (let at = line; at >= 0; at -= 1) {
    const owner = owners.get(at + 1);
    if (owner !== undefined) return owner;
    const text = lines[at] ?? '';
    if (HEADER.test(text)) return at === line ? undefined : parsed.applets.find(({ name }) => name === tokenize(text).tokens[3]?.value);
    if (!mayStandInBody(text, at === line)) return undefined;
  }
  return undefined;
}

/** A word that is being typed may become anything. */
function mayStandInBody(text: string, isAsked: boolean): boolean {
  return FILLER.test(text) || BODY.test(text) || /^\s/.test(text) || (isAsked && /^\S*$/.test(text));
}

/** The words of a line; one whose quote is still open is the last of them. */
export function wordsOf(line: string): Token[] {
  const { tokens, unclosedColumn } = tokenize(line);
  if (unclosedColumn === undefined) return tokens;
  const value = line.slice(unclosedColumn);
  return [...tokens, { value, isQuoted: true, column: unclosedColumn, length: value.length + 1 }];
}

export function rangeOf(line: number, { column, length }: { column: number; length: number }): Range {
  return { start: { line, character: column - 1 }, end: { line, character: column - 1 + length } };
}

/** What is meant by a diagnostic that names a whole line, or none, is what stands on it. */
export function rangeOfDiagnostic(lines: readonly string[], { line, column, length = 1 }: Diagnostic): Range {
  const at = Math.min(Math.max(line - 1, 0), Math.max(lines.length - 1, 0));
  const text = lines[at] ?? '';
  if (column === 0) return rangeOf(at, { column: Math.max(text.search(/\S/), 0) + 1, length: text.trim().length });
  const from = Math.min(column - 1, text.length);
  return rangeOf(at, { column: from + 1, length: Math.min(length, text.length - from) });
}
