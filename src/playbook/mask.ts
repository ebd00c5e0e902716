/** Masking covers what stands in a playbook where only a reference to a secret belongs, before a line of it is shown. */
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Pair } from 'yaml';
import { parseSecretReference } from './secret.ts';

/** A part of the playbook's text, end excluded. */
export interface Span {
  start: number;
  end: number;
  /** A user: covered in a line, but no word to hide elsewhere. */
  isUser?: boolean;
}

export const MASK = '********';
/** Keys that hold a secret wherever they stand, also misspelt. */
const SECRET_KEY = /pass|pwd|secret|private.?key|psk|token|credential/i;
const LOGIN_KEYS = new Set(['username', 'password', 'privateKey', 'passphrase', 'agent', 'enableSecret']);
const JUMP_HOST_KEYS = new Set(['host', 'port', 'login', 'legacyAlgorithms']);
/** `host: ops:hunter2@hq.example.net` */
const WITH_PASSWORD = /:[^@]+@/;
/** Blocks in which a line of a broken playbook is not shown. */
const SECRET_BLOCK = /^(?:logins|jumpHosts)\b/;

/** In order. */
export function secretSpans(document: Document, text: string): Span[] {
  const spans: Span[] = [];
  const logins = document.getIn(['logins'], true);
  const names = isMap(logins) ? logins.items.map(({ key }) => textOf(key)) : [];
  visit(document.contents, []);
  return spans.sort((one, two) => one.start - two.start);

  function visit(node: unknown, path: readonly string[]): void {
    if (isMap(node)) for (const pair of node.items) visitPair(pair, [...path, textOf(pair.key)]);
    else if (isSeq(node)) for (const item of node.items) visit(item, path);
  }

  function visitPair({ key, value }: Pair, path: readonly string[]): void {
    if (isBareKey(path, value) && isNode(key) && key.range != null) spans.push({ start: key.range[0], end: key.range[1] });
    else if (isHidden(path, value, names))
      spans.push(...spanOf(key, value, text).map((span) => ({ ...span, isUser: path.at(-1) === 'username' })));
    else visit(value, path);
  }
}

function isHidden(path: readonly string[], value: unknown, logins: readonly string[]): boolean {
  const [root = '', , key = ''] = path;
  if (key === 'host' && WITH_PASSWORD.test(textOf(value))) return true;
  const isLeaf = isSeq(value) || (!isMap(value) && textOf(value) !== '');
  if (isLeaf && isPublicReference(textOf(value))) return false;
  if (SECRET_KEY.test(path.at(-1) ?? '') && !(root === 'logins' && path.length < 3 && isMap(value))) return true;
  if (root === 'logins') return isLeaf || path.length > 2;
  if (root !== 'jumpHosts') return false;
  if (path.length < 3) return isLeaf;
  return key === 'login' ? isLeaf && !logins.includes(textOf(value)) : !JUMP_HOST_KEYS.has(key);
}

/** `{ username: ops, hunter2 }`: the secret as a key of its own. */
function isBareKey(path: readonly string[], value: unknown): boolean {
  return path[0] === 'logins' && path.length === 3 && !LOGIN_KEYS.has(path[2] ?? '') && (value === null || textOf(value) === '');
}

/** Where a variable or a file is named nothing is given away; a command may hold the secret itself. */
function isPublicReference(text: string): boolean {
  const reference = parseSecretReference(text);
  return reference !== undefined && reference.from !== 'command';
}

/** With tag and anchor, which may be what was written in the wrong place too. */
function spanOf(key: unknown, value: unknown, text: string): Span[] {
  if (!isNode(key) || key.range == null || !isNode(value) || value.range == null) return [];
  const [line = ''] = text.slice(key.range[1]).split('\n', 1);
  const comment = line.indexOf('#');
  // `password: #hunter2` is a comment for YAML, and a password for who wrote it.
  if (isScalar(value) && value.value === null && comment !== -1)
    return [{ start: key.range[1] + comment, end: key.range[1] + line.trimEnd().length }];
  const colon = /^\s*:?\s*/.exec(text.slice(key.range[1], value.range[0]))?.[0].length ?? 0;
  const end = value.range[1];
  return end > key.range[1] + colon ? [{ start: key.range[1] + colon, end }] : [];
}

function textOf(node: unknown): string {
  if (isAlias(node)) return node.source;
  return isScalar(node) && node.value !== null ? String(node.value) : '';
}

/** The words that must not be said anywhere else either. */
export function secretWords(text: string, spans: readonly Span[]): string[] {
  return spans
    .filter(({ isUser }) => isUser !== true)
    .flatMap(({ start, end }) => [text.slice(start, end), ...text.slice(start, end).split(/[\s"'`,{}[\]]+/)])
    .filter((word) => word.length > 2 && !word.endsWith(':'));
}

/** A line with each of its spans covered, so that what stands behind one keeps its column. */
export function maskLine(line: string, lineStart: number, spans: readonly Span[]): string {
  let masked = line;
  for (const { start, end } of spans.toReversed()) {
    const from = Math.max(start - lineStart, start < lineStart ? line.length - line.trimStart().length : 0);
    const to = Math.min(end - lineStart, line.length);
    if (from >= line.length || to <= from) continue;
    const rest = masked.slice(to);
    const isLast = rest.trim() === '' || /^\s*#/.test(rest);
    masked = masked.slice(0, from) + (isLast ? MASK : MASK.slice(0, to - from).padEnd(to - from) + rest);
  }
  return masked;
}

/** The spans of a playbook that is no YAML: all behind the key of a line that may hold a secret. */
export function brokenSpans(text: string): Span[] {
  const spans: Span[] = [];
  let at = 0;
  let isInBlock = false;
  for (const line of text.split('\n')) {
    if (/^\S/.test(line) && !line.startsWith('#')) isInBlock = SECRET_BLOCK.test(line);
    if (isInBlock || SECRET_KEY.test(line)) {
      const head = /^\s*(?:-\s+)?(?:[\w-]{1,40}\s*:(?:\s+|$))?/.exec(line)?.[0].length ?? 0;
      if (head < line.length) spans.push({ start: at + head, end: at + line.replace(/\r$/, '').length });
    }
    at += line.length + 1;
  }
  return spans;
}
