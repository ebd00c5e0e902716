/** A JSON document is read with the place of each of its values: by the platform's own parser a mistake in a list of thousands has none. */
import { type Place, placeAt } from './written.ts';

export interface JsonNode {
  value: unknown;
  start: number;
  end: number;
  /** Of a list or an object. */
  children?: Map<string, { keyStart: number; node: JsonNode }>;
}

export class JsonTrouble extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const BLANKS = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** Of an inventory three levels are used. */
const DEPTH_MAX = 32;

/** Throws JsonTrouble where it is none. */
export function readJson(text: string): JsonNode {
  const reader = { text, at: text.startsWith('\ufeff') ? 1 : 0 };
  const node = readValue(reader, 0);
  skip(reader);
  if (reader.at < text.length) throw new JsonTrouble('nothing can stand behind the end of the document', reader.at);
  return node;
}

interface Reader {
  text: string;
  at: number;
}

function readValue(reader: Reader, depth: number): JsonNode {
  skip(reader);
  if (depth > DEPTH_MAX) throw new JsonTrouble('the text is nested too deeply', reader.at);
  const first = reader.text[reader.at];
  if (first === '{' || first === '[') return readItems(reader, depth, first === '{');
  const start = reader.at;
  const text = take(reader, first === '"' ? STRING : WORD);
  if (text === undefined)
    throw new JsonTrouble(
      first === undefined
        ? 'the document ends too early'
        : 'expected a value: a text in double quotation marks, a number, true, false, null, a list or an object',
      start,
    );
  return { value: JSON.parse(text) as unknown, start, end: reader.at };
}

function readItems(reader: Reader, depth: number, isObject: boolean): JsonNode {
  const start = reader.at;
  const close = isObject ? '}' : ']';
  const children = new Map<string, { keyStart: number; node: JsonNode }>();
  reader.at += 1;
  skip(reader);
  for (let isFirst = true; reader.text[reader.at] !== close; isFirst = false) {
    if (!isFirst) expect(reader, ',', `expected a comma or \`${close}\``);
    skip(reader);
    const keyStart = reader.at;
    const key = isObject ? readKey(reader, children) : String(children.size);
    children.set(key, { keyStart, node: readValue(reader, depth + 1) });
    skip(reader);
  }
  reader.at += 1;
  const entries = [...children].map(([key, { node }]) => [key, node.value] as const);
  return { value: isObject ? Object.fromEntries(entries) : entries.map(([, value]) => value), start, end: reader.at, children };
}

function readKey(reader: Reader, known: ReadonlyMap<string, unknown>): string {
  const start = reader.at;
  const text = take(reader, STRING);
  if (text === undefined) throw new JsonTrouble('expected a key in double quotation marks', start);
  const key = JSON.parse(text) as string;
  if (known.has(key)) throw new JsonTrouble(`the key \`${key}\` is there twice`, start);
  if (key === '__proto__') throw new JsonTrouble('`__proto__` cannot be used as a name', start);
  skip(reader);
  expect(reader, ':', 'expected a colon');
  return key;
}

function expect(reader: Reader, sign: string, message: string): void {
  if (reader.text[reader.at] !== sign)
    throw new JsonTrouble(reader.at >= reader.text.length ? 'the document ends too early' : message, reader.at);
  reader.at += 1;
}

function skip(reader: Reader): void {
  take(reader, BLANKS);
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  reader.at += found?.length ?? 0;
  return found;
}

/** Of what is not there: the nearest above it. */
export function jsonPlace(root: JsonNode, lineStarts: readonly number[], path: readonly PropertyKey[], isKey = false): Place {
  let [node, keyStart] = [root, root.start];
  for (const step of path) {
    const child = node.children?.get(String(step));
    if (child === undefined) return placeAt(lineStarts, keyStart, keyStart + 1);
    [node, keyStart] = [child.node, child.keyStart];
  }
  return isKey ? placeAt(lineStarts, keyStart, keyStart + String(path.at(-1) ?? '').length + 2) : placeAt(lineStarts, node.start, node.end);
}
