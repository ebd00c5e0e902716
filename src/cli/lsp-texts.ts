/** The texts that are open in the editor, each read and judged once for every version of it. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { lintText } from '../applet/lint.ts';
import { HEADER } from '../applet/openings.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { FlaptrapError, messageOf } from '../errors.ts';
import { type AppletDocument, linesOf, readApplets } from '../lsp/document.ts';
import { checkPlaybook, isPlaybook } from '../lsp/playbook.ts';
import { judged, optionsFor, readSettings } from './lint-settings.ts';

export interface Judged {
  /** Absent when the text is not open any more. */
  version?: number | undefined;
  lines: string[];
  diagnostics: Diagnostic[];
}

interface Known {
  version: number;
  applets?: AppletDocument;
  judged?: Judged;
}

export class OpenTexts {
  readonly #known = new Map<string, Known>();
  readonly #find: (uri: string) => TextDocument | undefined;
  readonly #warn: (text: string) => void;
  #warned = '';

  constructor(find: (uri: string) => TextDocument | undefined, warn: (text: string) => void) {
    this.#find = find;
    this.#warn = warn;
  }

  forget(uri: string): void {
    this.#known.delete(uri);
  }

  /** Undefined for YAML, unless applets stand in a text of it. */
  applets(uri: string): AppletDocument | undefined {
    const document = this.#find(uri);
    if (document === undefined || (isYaml(document) && !holdsApplets(document.getText()))) return undefined;
    const known = this.#ofNow(document);
    known.applets ??= readApplets(document.getText(), pathOf(uri));
    return known.applets;
  }

  /** Undefined for everything else. */
  playbook(uri: string): string | undefined {
    const document = this.#find(uri);
    const text = document !== undefined && isYaml(document) ? document.getText() : undefined;
    return text !== undefined && isPlaybook(text) ? text : undefined;
  }

  judged(uri: string): Judged {
    const document = this.#find(uri);
    if (document === undefined) return { lines: [], diagnostics: [] };
    const known = this.#ofNow(document);
    known.judged ??= { version: document.version, lines: linesOf(document.getText()), diagnostics: this.#judge(uri) };
    return known.judged;
  }

  #judge(uri: string): Diagnostic[] {
    const playbook = this.playbook(uri);
    if (playbook !== undefined) return checkPlaybook(playbook, pathOf(uri));
    const applets = this.applets(uri);
    if (applets === undefined) return [];
    const file = pathOf(uri);
    try {
      const settings = readSettings(uri.startsWith('file:') ? undefined : false, dirname(file));
      const options = optionsFor(settings, file);
      this.#warned = '';
      return options === undefined ? [] : judged(settings, lintText(applets.text, file, { ...options, reportsUnused: true }));
    } catch (error) {
      // Settings with a mistake in them switch nothing off; said once.
      const warning = warningOf(error);
      if (this.#warned !== warning) this.#warn(warning);
      this.#warned = warning;
      return lintText(applets.text, file);
    }
  }

  #ofNow({ uri, version }: TextDocument): Known {
    const known = this.#known.get(uri);
    if (known?.version === version) return known;
    const fresh: Known = { version };
    this.#known.set(uri, fresh);
    return fresh;
  }
}

/** An editor shows one line: where the mistake stands, and what it is. */
function warningOf(error: unknown): string {
  const first = error instanceof FlaptrapError ? error.context.diagnostics?.[0] : undefined;
  return first === undefined ? messageOf(error) : `${first.file}:${first.line}: ${first.summary}`;
}

function holdsApplets(text: string): boolean {
  return text.includes('event manager') && !isPlaybook(text) && text.split('\n').some((line) => HEADER.test(line));
}

function isYaml({ uri, languageId }: TextDocument): boolean {
  return languageId === 'yaml' || /\.ya?ml$/i.test(uri);
}

/** The uri itself for a text that is not saved yet, or stands elsewhere. */
function pathOf(uri: string): string {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : uri;
  } catch {
    return uri;
  }
}
