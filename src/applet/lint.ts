/** Linting says every hazard of applets, each with its place and why it bites. */
import type { Diagnostic } from '../diagnostic.ts';
import { LINTS } from './lints/index.ts';
import type { Lint, LintFinding, Surroundings } from './lints/lint.ts';
import type { Applet } from './model.ts';
import { parseApplets } from './parse.ts';
import type { ParsedApplets } from './reading.ts';
import { type Suppression, suppressionsOf } from './suppress.ts';
import { isOfTarget, newerThanTarget, type Target } from './target.ts';
import { isTemplated, Written } from './template.ts';

/** What a caller of the linter may choose. */
export interface LintOptions {
  /** Ids of lints that are not asked; an id that no lint has is passed over. */
  ignore?: readonly string[] | undefined;
  /** Ids of the lints that alone are asked; what cannot be read is said all the same. */
  only?: readonly string[] | undefined;
  /** Says where a comment silences what nobody has said. */
  reportsUnused?: boolean | undefined;
  target?: Target | undefined;
}

/** What the linter says of a text, and how much of it there was. */
export interface Linted {
  diagnostics: Diagnostic[];
  /** Applets that were read. */
  applets: number;
}

/**
 * Everything that is wrong with the applets of an IOS configuration: what cannot be read, and what bites; in the order of its lines.
 * `file` is the name that the diagnostics carry; nothing is read. Whatever the text is, a value comes back: it never throws.
 */
export function lintText(text: string, file: string, options: LintOptions = {}): Diagnostic[] {
  return lintWhole(text, file, options).diagnostics;
}

/** As `lintText`, with the number of applets. */
export function lintWhole(text: string, file: string, options: LintOptions = {}): Linted {
  const { diagnostics: mistakes, ...surroundings } = parseApplets(text, file);
  const suppressions = suppressionsOf(text);
  const found = withoutEchoes([
    ...mistakes,
    ...aboutFile(surroundings, file),
    ...lintApplets(surroundings, options),
    ...newerThanTarget(surroundings.applets, options.target),
  ]).filter(({ line, code }) => !suppressions.silences(line, code));
  const unused = options.reportsUnused === true ? sayUnused(suppressions.all, file, options) : [];
  const diagnostics = [...found, ...unused].sort((one, two) => one.line - two.line || one.column - two.column);
  return { diagnostics: diagnostics.length === 0 ? [] : diagnostics.map(inItsWords(text)), applets: surroundings.applets.length };
}

function inItsWords(text: string): (diagnostic: Diagnostic) => Diagnostic {
  const written = new Written(text);
  return (diagnostic) => {
    const { line, summary, sourceLine } = diagnostic;
    return { ...diagnostic, summary: written.said(summary, line), ...(sourceLine === undefined ? {} : { sourceLine: written.line(line) }) };
  };
}

/** What is missing in a line that was not understood, and that a line which is known to be wrong was not understood, is said with that. */
function withoutEchoes(found: readonly Diagnostic[]): Diagnostic[] {
  const linesOf = (is: (diagnostic: Diagnostic) => boolean) => new Set(found.filter(is).map(({ line }) => line));
  const refused = linesOf(({ code, severity }) => code === 'syntax' && severity === 'error');
  const named = linesOf(({ code = '' }) => NAMES_THE_MISTAKE.has(code));
  return found.filter(({ code = '', line }) =>
    code === 'syntax' ? !named.has(line) : !(refused.has(line) && RESTS_ON_THE_WHOLE_LINE.has(code)),
  );
}

const NAMES_THE_MISTAKE = new Set<string>(['invented-syntax', 'typographic-quotes'] satisfies (keyof typeof LINTS)[]);
const RESTS_ON_THE_WHOLE_LINE = new Set<string>([
  'incomplete',
  'missing-ratelimit',
  'burst-without-period',
  'pattern-too-wide',
] satisfies (keyof typeof LINTS)[]);

function isAsked(id: string, { ignore = [], only, target }: LintOptions): boolean {
  return !ignore.includes(id) && (only === undefined || only.includes(id)) && isOfTarget(id, target);
}

function sayUnused(suppressions: readonly Suppression[], file: string, options: LintOptions): Diagnostic[] {
  return suppressions
    .filter(({ id, isUsed }) => !isUsed && (isAsked(id, options) || !Object.hasOwn(LINTS, id)))
    .map(({ id, line, text: sourceLine }) => {
      const summary = Object.hasOwn(LINTS, id) ? `nothing here is silenced by \`${id}\`` : `there is no lint \`${id}\``;
      return {
        severity: 'warning',
        file,
        line,
        column: sourceLine.indexOf(id) + 1,
        length: id.length,
        summary,
        code: 'unused-suppression',
        sourceLine,
      };
    });
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
  const kind = template.engine === 'places to fill in' ? `a form with ${template.engine}` : `a template (${template.engine})`;
  const summary = `${kind}: what ${template.lines} of its lines will be is not known, and was left out`;
  return [...others, { severity: 'notice', file, line: 1, column: 0, summary, code: 'template' }];
}

function lintApplets(surroundings: Surroundings, options: LintOptions): Diagnostic[] {
  const lints = Object.values<Lint>(LINTS).filter(({ id }) => isAsked(id, options));
  const ofParts = lints.filter(({ id }) => !NEEDS_THE_WHOLE.has(id));
  return surroundings.applets.flatMap((applet) =>
    (isPartlyUnknown(applet) ? ofParts : lints).flatMap((lint) =>
      lint.check(applet, surroundings).map((finding) => toDiagnostic(lint, finding)),
    ),
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
