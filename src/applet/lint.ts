/** Linting says every hazard of applets, each with its place and why it bites. */
import type { Diagnostic } from '../diagnostic.ts';
import { LINTS } from './lints/index.ts';
import type { Lint, LintFinding, Surroundings } from './lints/lint.ts';
import { isTemplated } from './material.ts';
import type { Applet } from './model.ts';
import { type ParsedApplets, parseApplets } from './parse.ts';
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
  const found = [...diagnostics, ...aboutFile(surroundings, file), ...lintApplets(surroundings, options)];
  return found.filter(({ line, code }) => !isSuppressed(line, code)).sort((one, two) => one.line - two.line || one.column - two.column);
}

/** What has not been read as a whole, and why; once for each reason. */
function aboutFile({ template, foreign }: Omit<ParsedApplets, 'diagnostics'>, file: string): Diagnostic[] {
  const dialects = [...new Set(foreign.map(({ dialect }) => dialect))];
  const others = dialects.map((dialect): Diagnostic => {
    const of = foreign.filter((each) => each.dialect === dialect);
    const { line = 0, column = 0, text: sourceLine } = of[0]?.place ?? {};
    const summary = `${of.length === 1 ? 'this applet is' : `${of.length} applets are`} of ${dialect}, which is another language: not linted`;
    return { severity: 'notice', file, line, column, summary, code: 'other-platform', sourceLine };
  });
  if (template === undefined) return others;
  const summary = `a template (${template.engine}): what ${template.lines} of its lines will be is not known, and was left out`;
  return [...others, { severity: 'notice', file, line: 0, column: 0, summary, code: 'template' }];
}

function lintApplets(surroundings: Surroundings, { ignore = [] }: LintOptions = {}): Diagnostic[] {
  const lints = Object.values<Lint>(LINTS).filter(({ id }) => !ignore.includes(id));
  return surroundings.applets.flatMap((applet) =>
    lints
      .filter(({ id }) => !isPartlyUnknown(applet) || !NEEDS_THE_WHOLE.has(id))
      .flatMap((lint) => lint.check(applet, surroundings).map((finding) => toDiagnostic(lint, finding))),
  );
}

/** Questions that need every statement of an applet, in its order: a template decides them. */
const NEEDS_THE_WHOLE = new Set<string>([
  'command-always-skipped',
  'duplicate-label',
  'jump-to-nowhere',
  'label-order',
  'maxrun-too-short',
  'no-action',
  'no-enable',
  'no-event',
  'pager-on',
  'too-many-events',
  'unbalanced-block',
  'undefined-variable',
] satisfies (keyof typeof LINTS)[]);

function isPartlyUnknown({ isPartlyUnknown: isSo, actions }: Applet): boolean {
  return isSo === true || actions.some(({ label }) => isTemplated(label));
}

function toDiagnostic({ id, severity, why, source }: Lint, { place, summary, column, length, severity: lowered }: LintFinding): Diagnostic {
  const { file, line, text } = place;
  return {
    severity: lowered ?? severity,
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
