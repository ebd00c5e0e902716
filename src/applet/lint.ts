/** Linting says every hazard of applets, each with its place and why it bites. */
import type { Diagnostic } from '../diagnostic.ts';
import { LINTS } from './lints/index.ts';
import type { Lint, LintFinding, Surroundings } from './lints/lint.ts';
import { parseApplets } from './parse.ts';
import { suppressionsOf } from './suppress.ts';

/** What a caller of the linter may choose. */
export interface LintOptions {
  /** Ids of lints that are not asked; an id that no lint has is passed over. */
  ignore?: readonly string[] | undefined;
}

/**
 * Everything that is wrong with the applets of an IOS configuration: what cannot be read, and what bites; in the order of its lines.
 * `file` is the name that the diagnostics carry; nothing is read. Whatever the text is, a value comes back: it never throws.
 */
export function lintText(text: string, file: string, options: LintOptions = {}): Diagnostic[] {
  const { diagnostics, ...surroundings } = parseApplets(text, file);
  const isSuppressed = suppressionsOf(text);
  const found = [...diagnostics, ...lintApplets(surroundings, options)];
  return found.filter(({ line, code }) => !isSuppressed(line, code)).sort((one, two) => one.line - two.line || one.column - two.column);
}

function lintApplets(surroundings: Surroundings, { ignore = [] }: LintOptions = {}): Diagnostic[] {
  const lints = Object.values<Lint>(LINTS).filter(({ id }) => !ignore.includes(id));
  return surroundings.applets.flatMap((applet) =>
    lints.flatMap((lint) => lint.check(applet, surroundings).map((finding) => toDiagnostic(lint, finding))),
  );
}

function toDiagnostic({ id, severity, why, source }: Lint, { place, summary, column, length }: LintFinding): Diagnostic {
  const { file, line, text } = place;
  return {
    severity,
    file,
    line,
    column: column ?? place.column,
    length: length ?? text.trim().length,
    summary,
    detail: `${why} ${source}`,
    code: id,
    sourceLine: text,
  };
}
