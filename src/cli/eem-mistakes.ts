/** What is wrong with applets that are described in YAML, each at its place and in words. */
import { type Document, isMap, isNode, isScalar, type LineCounter } from 'yaml';
import type { z } from 'zod';
import type { Diagnostic } from '../diagnostic.ts';
import { sayNearest } from '../nearest.ts';

export interface Described {
  text: string;
  file: string;
  document: Document;
  lines: LineCounter;
}

type Path = readonly PropertyKey[];

const APPLET_KEYS = ['name', 'description', 'authorization', 'class', 'event', 'events', 'correlate', 'prepare', 'steps'];
const MISTAKES_MAX = 20;

export function sayMistakes(described: Described, issues: readonly z.core.$ZodIssue[]): Diagnostic[] {
  return issues
    .flatMap(({ path, ...issue }) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) =>
            at(described, path, `unknown key \`${key}\`${sayNearest(key, path.length === 2 ? APPLET_KEYS : [])}`, key),
          )
        : [at(described, path, summaryOf(path, issue.message))],
    )
    .slice(0, MISTAKES_MAX);
}

export function atOffset({ text, file, lines }: Described, offset: number, summary: string): Diagnostic {
  const { line, col } = lines.linePos(offset);
  return { severity: 'error', file, line, column: col, summary, sourceLine: text.split(/\r?\n/)[line - 1] };
}

/** What is wrong with a YAML file of ours, in words; `keys` are those that it may have at its top. */
export function sayIssue({ path, ...issue }: z.core.$ZodIssue, keys: readonly string[] = []): string {
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const where = path.length === 0 ? '' : `${path.join('.')}: `;
    return `${where}unknown key \`${key}\`${sayNearest(key, path.length === 0 ? keys : [])}`;
  }
  const name = path.length === 0 ? 'the file' : `\`${path.join('.')}\``;
  if (issue.code === 'invalid_key') return `${name}: ${issue.issues[0]?.message ?? 'this is no key'}`;
  if (issue.message.endsWith('received undefined')) return `${name} is missing`;
  if (issue.code === 'invalid_type') return `${name} is to be ${SHAPES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `${name} is to be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_union') return `${name} is to be a text, a number or true or false`;
  if (issue.code === 'too_small') return issue.origin === 'array' ? `${name} is empty` : `${name} is to be ${issue.minimum} or more`;
  return `${name}: ${issue.message}`;
}

const SHAPES: Readonly<Record<string, string>> = {
  array: 'a list: one entry a line, each behind a dash',
  boolean: 'true or false',
  number: 'a number',
  object: 'keys with values',
  record: 'names with values',
  string: 'a text',
};

function summaryOf(path: Path, message: string): string {
  const key = String(path.at(-1) ?? 'the file');
  if (message.endsWith('received undefined')) return `\`${key}\` is missing`;
  if (message.startsWith('Too small: expected array')) return `\`${key}\` is empty`;
  if (message === 'Invalid input')
    return 'this is no step: an action as EEM has it, or one of type, say, set, wait, if, while, foreach with its keys';
  return `\`${key}\`: ${message.replace(/^Invalid (?:input|option): /, '')}`;
}

/** What is missing is shown where it should stand. */
function at(described: Described, path: Path, summary: string, key?: string): Diagnostic {
  const { document } = described;
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (!isNode(node) || node.range == null) continue;
    const found =
      isMap(node) && key !== undefined
        ? node.items.map((item) => item.key).find((each) => isScalar(each) && each.value === key)
        : undefined;
    return atOffset(described, (isNode(found) ? found.range?.[0] : undefined) ?? node.range[0], summary);
  }
  return atOffset(described, 0, summary);
}
