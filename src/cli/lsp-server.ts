/** The edge of the language server: it holds what is open in the editor, and hands each request to a plain function of text and position. */
import {
  type Connection,
  createConnection,
  type InitializeResult,
  LSPErrorCodes,
  type MessageReader,
  MessageType,
  type MessageWriter,
  ResponseError,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { completeAt } from '../lsp/complete.ts';
import { fixesFor } from '../lsp/fixes.ts';
import { formatApplets } from '../lsp/format.ts';
import { hoverAt } from '../lsp/hover.ts';
import { definitionOf, labelAt, referencesOf, renameLabel } from '../lsp/labels.ts';
import { completeKeyAt, hoverKeyAt, NOTHING_TO_FORMAT } from '../lsp/playbook.ts';
import { symbolsOf } from '../lsp/symbols.ts';
import { OpenTexts } from './lsp-texts.ts';
import { actionOf, diagnosticOf, editsOf, itemOf, symbolOf } from './lsp-words.ts';
import { readVersion } from './program/version.ts';

/** So long after the last change: who types is not disturbed. */
const QUIET_MS = 80;

export interface Server {
  dispose(): void;
  isShutDown(): boolean;
}

export function serve(reader: MessageReader, writer: MessageWriter): Server {
  const connection = createConnection(reader, writer);
  const documents = new TextDocuments(TextDocument);
  const texts = new OpenTexts(
    (uri) => documents.get(uri),
    (text) => tell(connection, MessageType.Warning, text),
  );
  let isShutDown = false;
  connection.onInitialize(
    (): InitializeResult => ({ capabilities: CAPABILITIES, serverInfo: { name: 'flaptrap', version: readVersion() } }),
  );
  connection.onShutdown(() => {
    isShutDown = true;
  });
  publish(connection, documents, texts);
  answerLabels(connection, texts);
  answerTexts(connection, texts);
  documents.listen(connection);
  connection.listen();
  return { dispose: () => connection.dispose(), isShutDown: () => isShutDown };
}

/** A notification: the library's own way asks for an answer, which not every editor gives. */
function tell(connection: Connection, type: MessageType, message: string): void {
  void connection.sendNotification(ShowMessageNotification.type, { type, message });
}

const CAPABILITIES: InitializeResult['capabilities'] = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  hoverProvider: true,
  completionProvider: { triggerCharacters: [' ', '$', ':', '{', ','] },
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  documentFormattingProvider: true,
  codeActionProvider: { codeActionKinds: ['quickfix'] },
};

/** The whole document, once its changes have come to rest. */
function publish(connection: Connection, documents: TextDocuments<TextDocument>, texts: OpenTexts): void {
  const waiting = new Map<string, NodeJS.Timeout>();
  const forget = (uri: string): void => {
    clearTimeout(waiting.get(uri));
    waiting.delete(uri);
  };
  documents.onDidChangeContent(({ document: { uri } }) => {
    forget(uri);
    waiting.set(
      uri,
      setTimeout(() => {
        waiting.delete(uri);
        const { version, lines, diagnostics } = texts.judged(uri);
        if (version !== undefined)
          void connection.sendDiagnostics({ uri, version, diagnostics: diagnostics.map((each) => diagnosticOf(lines, each)) });
      }, QUIET_MS),
    );
  });
  documents.onDidClose(({ document: { uri } }) => {
    forget(uri);
    texts.forget(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
}

function answerLabels(connection: Connection, texts: OpenTexts): void {
  connection.onDefinition(({ textDocument: { uri }, position }) => {
    const document = texts.applets(uri);
    const range = document && definitionOf(document, position);
    return range === undefined ? null : { uri, range };
  });
  connection.onReferences(({ textDocument: { uri }, position, context }) => {
    const document = texts.applets(uri);
    return document === undefined ? [] : referencesOf(document, position, context.includeDeclaration).map((range) => ({ uri, range }));
  });
  connection.onPrepareRename(({ textDocument: { uri }, position }) => {
    const document = texts.applets(uri);
    return (document && labelAt(document, position)?.range) ?? null;
  });
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }) => {
    const document = texts.applets(uri);
    if (document === undefined) return null;
    const renamed = renameLabel(document, position, newName);
    return 'refused' in renamed
      ? new ResponseError<void>(LSPErrorCodes.RequestFailed, renamed.refused)
      : { changes: { [uri]: editsOf(renamed.changes) } };
  });
}

function answerTexts(connection: Connection, texts: OpenTexts): void {
  let isToldOfPlaybooks = false;
  connection.onHover(({ textDocument: { uri }, position }) => {
    const [document, playbook] = [texts.applets(uri), texts.playbook(uri)];
    const hover =
      document === undefined ? hoverKeyAt(playbook ?? '', position) : hoverAt(document, position, texts.judged(uri).diagnostics);
    return hover === undefined ? null : { contents: { kind: 'markdown', value: hover.text }, range: hover.range };
  });
  connection.onCompletion(({ textDocument: { uri }, position }) => {
    const [document, playbook] = [texts.applets(uri), texts.playbook(uri)];
    if (document !== undefined) return completeAt(document, position).map(itemOf);
    return playbook === undefined ? [] : completeKeyAt(playbook, position).map(itemOf);
  });
  connection.onDocumentSymbol(({ textDocument: { uri } }) => {
    const document = texts.applets(uri);
    return document === undefined ? [] : symbolsOf(document).map(symbolOf);
  });
  connection.onDocumentFormatting(({ textDocument: { uri } }) => {
    const document = texts.applets(uri);
    if (document !== undefined) return editsOf(formatApplets(document));
    // Who formats at each saving is told once.
    if (texts.playbook(uri) !== undefined && !isToldOfPlaybooks) tell(connection, MessageType.Info, NOTHING_TO_FORMAT);
    isToldOfPlaybooks ||= texts.playbook(uri) !== undefined;
    return [];
  });
  connection.onCodeAction(({ textDocument: { uri }, range, context: { only } }) => {
    const document = texts.applets(uri);
    if (document === undefined || (only !== undefined && !only.includes('quickfix'))) return [];
    const { diagnostics } = texts.judged(uri);
    const here = diagnostics.filter(({ line }) => line - 1 >= range.start.line && line - 1 <= range.end.line);
    return fixesFor(document, here).map((fix) => actionOf(uri, document.lines, fix));
  });
}
