/** Fixes are what the linter can put right by itself, proven to do the same; where it refuses, it says why. */
import { type FixedText, type FixOrder, fixText } from '../applet/fix.ts';
import { LINTS } from '../applet/lints/index.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { type AppletDocument, appletAt, rangeOf, type TextChange } from './document.ts';

export interface Fix {
  title: string;
  /** The finding that it answers. */
  diagnostic: Diagnostic;
  changes: TextChange[];
  /** Why it is not done; then there are no changes. */
  refused?: string | undefined;
  isPreferred: boolean;
}

/** For the findings of one place. */
export function fixesFor(document: AppletDocument, diagnostics: readonly Diagnostic[]): Fix[] {
  const relabelled = new Set<number>();
  return diagnostics.flatMap((diagnostic) => {
    const line = appletAt(document, diagnostic.line - 1)?.place.line;
    const isOrder = (diagnostic.code === 'label-order' || diagnostic.code === 'unbalanced-block') && line !== undefined;
    const order = isOrder && !relabelled.has(line) ? relabel(document, diagnostic, relabelled.add(line) && line) : [];
    return [...order, ...silence(document, diagnostic)];
  });
}

function relabel(document: AppletDocument, diagnostic: Diagnostic, appletLine: number): Fix[] {
  const fixed = fixText(document.text, document.file, { appletLine });
  const plain = fixOf(document, diagnostic, 'Relabel the actions of this applet', fixed);
  if (plain.refused === undefined) return [plain];
  return [plain, ...inOrder(document, diagnostic, appletLine, 'run')];
}

/** What the router does now stays; where even that cannot be proven there is nothing to offer. */
function inOrder(document: AppletDocument, diagnostic: Diagnostic, appletLine: number, order: FixOrder): Fix[] {
  const fixed = fixText(document.text, document.file, { appletLine, order });
  const fix = fixOf(document, diagnostic, 'Put the actions in the order in which they run now', fixed);
  return fix.refused === undefined ? [fix] : [];
}

function fixOf({ lines }: AppletDocument, diagnostic: Diagnostic, title: string, { text, refused }: FixedText): Fix {
  const fresh = text.split('\n');
  const changes = lines.flatMap((line, at) =>
    line === fresh[at] ? [] : [{ range: rangeOf(at, { column: 1, length: line.length }), newText: fresh[at] ?? '' }],
  );
  const why = refused[0]?.why ?? (changes.length === 0 ? 'its labels are in order' : undefined);
  return { title, diagnostic, changes: why === undefined ? changes : [], refused: why, isPreferred: why === undefined };
}

/** A comment of the linter's own, which no router keeps. */
function silence({ lines }: AppletDocument, diagnostic: Diagnostic): Fix[] {
  const { code = '', line } = diagnostic;
  if (!Object.hasOwn(LINTS, code) || line < 1) return [];
  const indent = /^\s*/.exec(lines[line - 1] ?? '')?.[0] ?? '';
  const changes = [{ range: rangeOf(line - 1, { column: 1, length: 0 }), newText: `${indent}! flaptrap-ignore ${code}\n` }];
  return [{ title: `Pass over ${code} here`, diagnostic, changes, isPreferred: false }];
}
