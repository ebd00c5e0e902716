/** A YAML file of ours is read by its shape: answers and tests of applets, applets in YAML, settings of the linter; all that is wrong is said, each at its place. */
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Diagnostic } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { sayNearest } from '../nearest.ts';

/** What a file of its kind is called, and how its mistakes are told. */
export interface YamlKind {
  /** Behind the name of the file: `describes no applets`. */
  isNone: string;
  next: string;
  /** The keys that may stand at a path; none, where they are free. */
  keysAt(path: Path): readonly string[];
  /** What an entry of one of several forms is to be. */
  forms: string;
}

type Path = readonly PropertyKey[];

interface YamlText {
  text: string;
  file: string;
  document: Document;
  lines: LineCounter;
}

const MISTAKES_MAX = 20;
const ALIASES_MAX = 100;

/** What the text holds, or an error with every mistake of it; `file` is the name for places. */
export function readYaml<T>(text: string, file: string, shape: z.ZodType<T>, kind: YamlKind): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const yaml = { text, file, document, lines };
  const [mistake] = document.errors;
  if (mistake !== undefined) throw wrong(kind, file, [atOffset(yaml, mistake.pos[0], mistake.message.split(/ at line |\n/)[0] ?? '')]);
  const { success, data, error } = shape.safeParse(document.toJS({ maxAliasCount: ALIASES_MAX }) ?? {});
  if (success) return data;
  throw wrong(kind, file, sayMistakes(yaml, error.issues, kind));
}

function wrong({ isNone, next }: YamlKind, file: string, diagnostics: readonly Diagnostic[]): FlaptrapError {
  return new FlaptrapError('input', `${file} ${isNone}`, { diagnostics, next });
}

/** A key that is misspelt comes before the one that is missing for it. */
function sayMistakes(yaml: YamlText, issues: readonly z.core.$ZodIssue[], kind: YamlKind): Diagnostic[] {
  const isOfKey = ({ code }: z.core.$ZodIssue): boolean => code === 'unrecognized_keys';
  const said = [...issues.filter(isOfKey), ...issues.filter((issue) => !isOfKey(issue))].flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => at(yaml, issue.path, `unknown key \`${key}\`${sayNearest(key, kind.keysAt(issue.path))}`, key))
      : [at(yaml, issue.path, summaryOf(issue, kind))],
  );
  return said.slice(0, MISTAKES_MAX);
}

function summaryOf({ path, ...issue }: z.core.$ZodIssue, { forms }: YamlKind): string {
  const key = path.at(-1);
  const name = typeof key === 'string' ? `\`${key}\`` : key === undefined ? 'the file' : 'this entry';
  if (issue.code === 'invalid_key') return `${name}: ${issue.issues[0]?.message ?? 'this is no key'}`;
  if (issue.message.endsWith('received undefined')) return `${name} is missing`;
  if (issue.code === 'invalid_type') return `${name} is to be ${SHAPES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `${name} is to be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_union') return typeof key === 'number' ? forms : `${name} is to be a text, a number or true or false`;
  if (issue.code === 'too_small') return issue.origin === 'array' ? `${name} is empty` : `${name} is to be ${issue.minimum} or more`;
  return `${name}: ${issue.message}`;
}

const SHAPES: Readonly<Record<string, string>> = {
  array: 'a list: one entry a line, each behind a dash',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'keys with values',
  record: 'names with values',
  string: 'a text',
};

/** What is missing is shown where it should stand. */
function at(yaml: YamlText, path: Path, summary: string, key?: string): Diagnostic {
  const { document } = yaml;
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (!isNode(node) || node.range == null) continue;
    const found =
      isMap(node) && key !== undefined
        ? node.items.map((item) => item.key).find((each) => isScalar(each) && each.value === key)
        : undefined;
    return atOffset(yaml, (isNode(found) ? found.range?.[0] : undefined) ?? node.range[0], summary);
  }
  return atOffset(yaml, 0, summary);
}

function atOffset({ text, file, lines }: YamlText, offset: number, summary: string): Diagnostic {
  const { line, col } = lines.linePos(offset);
  return { severity: 'error', file, line, column: col, summary, sourceLine: text.split(/\r?\n/)[line - 1] };
}
