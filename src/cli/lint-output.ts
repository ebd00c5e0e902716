/** Lint output in the forms that terminals, programs, code scanners and GitHub read. */
import { LINTS } from '../applet/lints/index.ts';
import type { Lint } from '../applet/lints/lint.ts';
import { type Diagnostic, printDiagnostics } from '../diagnostic.ts';
import { plain } from '../plain-text.ts';

/** How much was linted, and what was found. */
export interface LintSummary {
  files: number;
  applets: number;
  errors: number;
  warnings: number;
  notices: number;
  /** Findings that a baseline holds. */
  passedOver: number;
}

export const LINT_OUTPUTS = {
  text: printDiagnostics,
  report: (diagnostics: readonly Diagnostic[], summary: LintSummary) =>
    plain(JSON.stringify({ schema: 'flaptrap.lint/1', summary, findings: diagnostics }, null, 2)),
  json: (diagnostics: readonly Diagnostic[]) => plain(JSON.stringify(diagnostics, null, 2)),
  sarif: printSarif,
  github: (diagnostics: readonly Diagnostic[]) => diagnostics.map(printAnnotation).join('\n'),
} as const satisfies Record<string, (diagnostics: readonly Diagnostic[], summary: LintSummary) => string>;

const NUMBER = { type: 'integer', minimum: 0 } as const;
const TEXT = { type: 'string' } as const;

/** Of `--format report`. */
export const LINT_REPORT_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'flaptrap.lint/1',
  type: 'object',
  required: ['schema', 'summary', 'findings'],
  properties: {
    schema: { const: 'flaptrap.lint/1' },
    summary: {
      type: 'object',
      required: ['files', 'applets', 'errors', 'warnings', 'notices', 'passedOver'],
      properties: { files: NUMBER, applets: NUMBER, errors: NUMBER, warnings: NUMBER, notices: NUMBER, passedOver: NUMBER },
      additionalProperties: false,
    },
    findings: {
      type: 'array',
      items: {
        type: 'object',
        required: ['severity', 'file', 'line', 'column', 'summary'],
        properties: {
          severity: { enum: ['error', 'warning', 'notice'] },
          file: TEXT,
          line: NUMBER,
          column: NUMBER,
          length: NUMBER,
          summary: TEXT,
          detail: TEXT,
          code: TEXT,
          sourceLine: TEXT,
        },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
} as const;

const LEVELS = { error: 'error', warning: 'warning', notice: 'note' } as const;

/** SARIF 2.1.0 (OASIS). */
function printSarif(diagnostics: readonly Diagnostic[]): string {
  const rules = Object.values<Lint>(LINTS).map(({ id, why, severity, source }) => ({
    id,
    shortDescription: { text: why },
    help: { text: `${why} ${source} (docs/domain)` },
    defaultConfiguration: { level: LEVELS[severity] },
  }));
  const results = diagnostics.map(({ code = 'syntax', severity, summary, file, line, column, length = 1 }) => ({
    ruleId: code,
    level: LEVELS[severity],
    message: { text: plain(summary) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: Math.max(line, 1), startColumn: Math.max(column, 1), endColumn: Math.max(column, 1) + length },
        },
      },
    ],
  }));
  const driver = {
    name: 'flaptrap',
    informationUri: 'https://www.npmjs.com/package/flaptrap',
    rules: [...rules, { id: 'syntax', shortDescription: { text: 'this line is not understood' } }],
  };
  return JSON.stringify(
    { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [{ tool: { driver }, results }] },
    null,
    2,
  );
}

/** A relative reference; a name that holds what a URI reserves stays one name. */
function uriOf(file: string): string {
  return file
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}

/** `::error file=x,line=1,col=2,title=label-order::…`, with what its syntax reserves escaped. [C actions/toolkit command.ts] */
function printAnnotation({ severity, file, line, column, summary, code = 'syntax' }: Diagnostic): string {
  const data = (text: string): string => plain(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
  const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${severity} file=${property(file)},line=${line},col=${column},title=${property(code)}::${data(summary)}`;
}
