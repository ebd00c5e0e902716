/** Checking YAML finds what its grammar lets pass and a playbook cannot mean: merge keys, aliases that lead nowhere, tags, keys that are no words. */

import type { LineCounter } from 'yaml';
import { type Alias, type Document, isNode, isScalar, type Node, type Pair, parseDocument, visit } from 'yaml';

export interface YamlProblem {
  offset: number;
  length: number;
  summary: string;
  detail?: string | undefined;
}

/** By the code of yaml: what it says in its own terms, in ours. */
const SUMMARIES: Readonly<Record<string, string>> = {
  RESOURCE_EXHAUSTION: 'the text is nested too deeply for a playbook',
  BLOCK_AS_IMPLICIT_KEY: 'the next line is indented further, as if it belonged to this value',
  MULTILINE_IMPLICIT_KEY: 'a key and its colon stand on one line',
  TAB_AS_INDENT: 'a tab cannot indent: YAML takes blanks only',
  MULTIPLE_DOCS: 'a second YAML document begins here: a playbook is a single document',
};

/** By how its sentence begins, where one code stands for several mistakes: the terms of its grammar nobody knows who writes a playbook. */
const SENTENCES: readonly (readonly [theirs: RegExp, ours: string])[] = [
  [/^Map keys must be unique/, 'this key stands here twice: keep one'],
  [/^Flow map .*end with a }/, 'a `{` above is not closed: its `}` is missing, or this line is indented too little'],
  [/^Flow sequence .*end with a ]/, 'a `[` above is not closed: its `]` is missing, or this line is indented too little'],
  [/^Missing closing (["'])quote/, 'a quote that was opened with $1 is not closed'],
  [/^Missing , (?:or : )?between flow/, 'a comma is missing before this, between two items in brackets'],
  [/^Missing space after :/, 'a blank is missing behind the colon'],
  [/^Implicit map keys need to be followed/, 'a colon and a value are missing behind this key'],
  [/^All mapping items must start/, 'this key is indented otherwise than those beside it'],
  [/^(?:All sequence items must start|Sequence item without -)/, 'the items of a list begin in the same column, each with a dash'],
  [/^Block collections are not allowed within flow/, 'a comma or a brace is missing before this: a key and its value inside brackets'],
  [/^Unexpected .* at node end/, 'the value before this is over: is this indented wrongly, or does it belong into quotes?'],
  [/^Comments must be separated/, 'a blank is missing before the #'],
  [/^Plain value cannot start with (.*)/, 'a value that begins with $1 stands in quotes'],
  [/^Invalid escape sequence (.*)/, 'within double quotes $1 means nothing: write the backslash twice, or use single quotes'],
];

const MERGE: Omit<YamlProblem, 'offset' | 'length'> = {
  summary: 'merge keys (`<<`) are not supported: YAML 1.2 has none',
  detail: 'write out the keys that it would merge; an alias can stand for a whole value, as in `b: *a`',
};

/** Not `silent`: then what stands behind a second `---` is passed over without a word. */
export function parseYaml(text: string, lineCounter: LineCounter): Document {
  return parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'error' });
}

/** In the text's own terms; empty when it can be made a value. */
export function checkYaml(document: Document): YamlProblem[] {
  const broken = [...document.errors, ...document.warnings].map(({ code, message, pos: [offset] }) => ({
    offset,
    length: 1,
    summary: SUMMARIES[code] ?? inOurWords(firstLine(message)),
  }));
  if (broken.length > 0) return broken;
  const problems: YamlProblem[] = [];
  const aliases: Alias[] = [];
  visit(document, {
    Pair: (_key, pair) => void problems.push(...checkKey(pair)),
    Alias: (_key, alias) => void aliases.push(alias),
  });
  problems.push(...aliases.flatMap((alias) => checkAlias(document, alias)));
  return problems.length > 0 ? problems : checkExpansion(document, aliases);
}

function checkKey({ key }: Pair): YamlProblem[] {
  if (!isNode(key)) return [];
  if (!isScalar(key)) return [at(key, { summary: 'a key must be a word, not a list, a map or an alias' })];
  const word = key.source ?? String(key.value);
  if (word === '<<') return [at(key, MERGE)];
  return word === '__proto__' ? [at(key, { summary: '`__proto__` cannot be used as a name' })] : [];
}

function checkAlias(document: Document, alias: Alias): YamlProblem[] {
  const meant = alias.resolve(document);
  if (meant === undefined) return [at(alias, { summary: `alias *${alias.source}: its anchor is not defined above it` })];
  const [own, around] = [alias.range, meant.range];
  const isInside = own != null && around != null && around[0] <= own[0] && own[0] < around[1];
  return isInside ? [at(alias, { summary: `alias *${alias.source} is inside the value of its own anchor` })] : [];
}

/** Aliases of aliases make much of little: yaml gives up in time. */
function checkExpansion(document: Document, [first]: readonly Alias[]): YamlProblem[] {
  try {
    document.toJS();
    return [];
  } catch (error) {
    const summary =
      error instanceof ReferenceError ? 'the aliases repeat each other too often' : 'the text is nested too deeply for a playbook';
    return [first === undefined ? { offset: 0, length: 1, summary } : at(first, { summary })];
  }
}

function at(node: Node, news: Omit<YamlProblem, 'offset' | 'length'>): YamlProblem {
  const [start, end] = node.range ?? [0, 1];
  return { offset: start, length: end - start, ...news };
}

function inOurWords(said: string): string {
  const [theirs, ours] = SENTENCES.find(([each]) => each.test(said)) ?? [];
  return theirs === undefined || ours === undefined ? said : said.replace(new RegExp(`${theirs.source}.*`), ours);
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
