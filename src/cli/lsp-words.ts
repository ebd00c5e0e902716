/** The language server protocol's words for what the server's plain functions answer. */
import {
  type CodeAction,
  type CompletionItem,
  CompletionItemKind,
  DiagnosticSeverity,
  type DocumentSymbol,
  type Diagnostic as EditorDiagnostic,
  SymbolKind,
  type TextEdit,
} from 'vscode-languageserver/node';
import type { Diagnostic } from '../diagnostic.ts';
import type { Completion } from '../lsp/complete.ts';
import { rangeOfDiagnostic, type TextChange } from '../lsp/document.ts';
import type { Fix } from '../lsp/fixes.ts';
import type { OutlineEntry } from '../lsp/symbols.ts';

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  notice: DiagnosticSeverity.Information,
} as const;

export function diagnosticOf(lines: readonly string[], diagnostic: Diagnostic): EditorDiagnostic {
  const { severity, summary, detail, code } = diagnostic;
  return {
    range: rangeOfDiagnostic(lines, diagnostic),
    severity: SEVERITIES[severity],
    source: 'flaptrap',
    message: detail === undefined ? summary : `${summary}\n${detail}`,
    ...(code === undefined ? {} : { code }),
  };
}

const ITEMS: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  statement: CompletionItemKind.Keyword,
  detector: CompletionItemKind.Event,
  action: CompletionItemKind.Function,
  option: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  label: CompletionItemKind.Reference,
  variable: CompletionItemKind.Variable,
  key: CompletionItemKind.Property,
};

export function itemOf({ label, kind, detail, range }: Completion): CompletionItem {
  return { label, kind: ITEMS[kind], detail, filterText: label, textEdit: { range, newText: label } };
}

const SYMBOLS = { applet: SymbolKind.Class, event: SymbolKind.Event, action: SymbolKind.Method } as const;

export function symbolOf({ kind, name, detail, range, children }: OutlineEntry): DocumentSymbol {
  return {
    name,
    detail,
    kind: SYMBOLS[kind],
    range,
    selectionRange: { start: range.start, end: range.start },
    children: children.map(symbolOf),
  };
}

export function editsOf(changes: readonly TextChange[]): TextEdit[] {
  return changes.map(({ range, newText }) => ({ range, newText }));
}

/** What is refused is shown all the same, with the reason. */
export function actionOf(uri: string, lines: readonly string[], { title, diagnostic, changes, refused, isPreferred }: Fix): CodeAction {
  return {
    title,
    kind: 'quickfix',
    diagnostics: [diagnosticOf(lines, diagnostic)],
    isPreferred,
    ...(refused === undefined ? { edit: { changes: { [uri]: editsOf(changes) } } } : { disabled: { reason: refused } }),
  };
}
