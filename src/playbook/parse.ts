/** Parsing turns a playbook's text into a playbook, or into every mistake at once, each with its line and column. */
import { type Document, isMap, isNode, isScalar, LineCounter, type Node } from 'yaml';
import type { z } from 'zod';
import { type Diagnostic, hasErrors } from '../diagnostic.ts';
import { sayNearest } from '../nearest.ts';
import { checkReferences } from './check.ts';
import { checkKinds } from './check-kinds.ts';
import { checkYaml, parseYaml } from './check-yaml.ts';
import { brokenSpans, MASK, maskLine, type Span, secretSpans, secretWords } from './mask.ts';
import type { Mistake } from './mistake.ts';
import { PEER_KEYS, TUNNEL } from './peer-schema.ts';
import { normalise, type Playbook } from './playbook.ts';
import { LOGIN_KEYS, PLAYBOOK_SCHEMA } from './schema.ts';

/** A playbook when it can be used, and all that there is to say about it. */
export interface ParsedPlaybook {
  /** Absent when there is an error. */
  playbook?: Playbook | undefined;
  diagnostics: Diagnostic[];
}

interface Source {
  text: string;
  textLines: string[];
  file: string;
  document: Document;
  lines: LineCounter;
  /** What is not shown of it. */
  hidden: readonly Span[];
}

/** `file` is the name that the diagnostics carry; nothing is read, no secret is fetched. Never throws: a mistake is a diagnostic. */
export function parsePlaybook(text: string, file: string): ParsedPlaybook {
  const lines = new LineCounter();
  const document = parseYaml(text, lines);
  const hidden = document.errors.length > 0 ? brokenSpans(text) : secretSpans(document, text);
  const source: Source = { text, textLines: text.split(/\r?\n/), file, document, lines, hidden };
  const broken = checkYaml(document).map(({ offset, length, summary, detail }) => ({
    ...diagnosticAt(source, offset, length, summary),
    detail,
  }));
  if (broken.length > 0) return { diagnostics: inOrder(broken) };
  const written: unknown = document.toJS() ?? {};
  const parsed = PLAYBOOK_SCHEMA.safeParse(written, { reportInput: true });
  if (!parsed.success) return { diagnostics: locateAll(source, withKinds(parsed.error.issues, checkKinds(written))) };
  const playbook = normalise(parsed.data);
  const diagnostics = locateAll(source, checkReferences(playbook));
  return hasErrors(diagnostics) ? { diagnostics } : { playbook, diagnostics };
}

/** Of a peer that is half ours and half not, that alone is told. */
export function withKinds(issues: readonly z.core.$ZodIssue[], halves: readonly Mistake[]): Mistake[] {
  const isOfHalf = ({ path }: Mistake): boolean => halves.some((half) => half.path.slice(0, 2).every((key, index) => path[index] === key));
  return [...halves, ...issues.flatMap(mistakesOf).filter((mistake) => !isOfHalf(mistake))];
}

function mistakesOf(issue: z.core.$ZodIssue): Mistake[] {
  if (issue.code === 'invalid_union') {
    const meant = formMeant(issue);
    if (meant.length > 0) return meant.flatMap(mistakesOf);
  }
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, summary: `${printPath(issue.path)}${summaryOf(issue)}` }];
  return issue.keys.map((key) => ({
    path: issue.path,
    key,
    summary: `unknown key \`${key}\`${sayNearest(key, keysAt(issue.path))}`,
    detail: 'remove it, or correct its spelling; `flaptrap check` with the JSON Schema in an editor completes keys',
  }));
}

/** The keys that the schema has where a key was not known. */
function keysAt([first, second]: readonly PropertyKey[]): string[] {
  if (first === undefined) return Object.keys(PLAYBOOK_SCHEMA.shape);
  if (first === 'tunnel') return second === undefined ? Object.keys(TUNNEL.shape) : PEER_KEYS;
  return first === 'logins' ? LOGIN_KEYS : [];
}

/** Of two forms, such as one list and a list for each side, the one of which more is right: its mistakes lie deeper. */
function formMeant({ path, errors }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] {
  const depthOf = (issues: readonly z.core.$ZodIssue[]): number => Math.max(...issues.map((each) => each.path.length));
  const [best = []] = errors.toSorted((one, two) => depthOf(two) - depthOf(one));
  return depthOf(best) > 0 ? best.map((each) => ({ ...each, path: [...path, ...each.path] })) : [];
}

function summaryOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'is missing';
  if (issue.code === 'invalid_value' && issue.values.length > 1) {
    const values = issue.values.map(String);
    return `expected one of ${values.join(', ')}${typeof issue.input === 'string' ? sayNearest(issue.input, values) : ''}`;
  }
  return firstLine(issue.message)
    .replace(/^Invalid (?:input|option): /, '')
    .replace(/^expected (?:object|record), .*/, 'expected keys with values, such as `name: tunnel-flaps`')
    .replace(/^expected array, .*/, 'expected a list, such as [isakmp, ipsec]');
}

function printPath(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '' : `${path.map(String).join('.')}: `;
}

/** More than this nobody reads, and finding the places of thousands takes long. */
const MISTAKES_MAX = 100;

function locateAll(source: Source, mistakes: readonly Mistake[]): Diagnostic[] {
  const shown = inOrder(mistakes.slice(0, MISTAKES_MAX).map((mistake) => locate(source, mistake)));
  const left = mistakes.length - shown.length;
  return left > 0
    ? [...shown, { ...diagnosticAt(source, 0, 1, `and ${left} more mistakes like these`), line: 0, column: 0, sourceLine: undefined }]
    : shown;
}

/** Where the value stands; a missing one is shown at the nearest parent that is there. */
function locate(source: Source, { path, key, summary, detail, severity = 'error' }: Mistake): Diagnostic {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = depth === 0 ? source.document.contents : source.document.getIn(path.slice(0, depth), true);
    if (!isNode(node) || node.range == null) continue;
    const keyNode = depth === path.length ? keyOf(node, key) : undefined;
    const [start, end] = (keyNode ?? parentKey(source, path, depth) ?? node).range ?? node.range;
    return { ...diagnosticAt(source, start, end - start, summary), detail, severity };
  }
  return { ...diagnosticAt(source, 0, 1, summary), detail, severity };
}

/** A missing key is shown at the key of its map, since the map itself begins on the next line. */
function parentKey(source: Source, path: readonly PropertyKey[], depth: number): Node | undefined {
  if (depth === path.length || depth === 0) return undefined;
  const parent = depth === 1 ? source.document.contents : source.document.getIn(path.slice(0, depth - 1), true);
  return isNode(parent) ? keyOf(parent, String(path[depth - 1])) : undefined;
}

function keyOf(node: Node, key: string | undefined): Node | undefined {
  if (key === undefined || !isMap(node)) return undefined;
  const found = node.items.map((pair) => pair.key).find((each) => isScalar(each) && String(each.value) === key);
  return isNode(found) ? found : undefined;
}

function diagnosticAt({ text, textLines, file, lines, hidden }: Source, offset: number, length: number, summary: string): Diagnostic {
  const { line, col } = lines.linePos(Math.min(offset, text.length));
  const sourceLine = maskLine(textLines[line - 1] ?? '', lines.lineStarts[line - 1] ?? 0, hidden);
  const isHidden = hidden.some(({ start, end }) => offset >= start && offset < end);
  return {
    severity: 'error',
    file,
    line: Math.max(line, 1),
    column: Math.max(col, 1),
    summary: secretWords(text, hidden).reduce((said, word) => said.replaceAll(word, MASK), summary),
    sourceLine,
    length: Math.max(1, Math.min(isHidden ? MASK.length : length, sourceLine.length - col + 1)),
  };
}

function inOrder(diagnostics: Diagnostic[]): Diagnostic[] {
  return diagnostics.sort((one, two) => one.line - two.line || one.column - two.column);
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
