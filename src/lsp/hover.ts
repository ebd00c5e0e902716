/** Hovering tells of what stands at a position: the finding there with its reason, and the word's meaning from the grammar. */
import { GIVEN_BY, giversOf, isAlwaysGiven } from '../applet/built-in.ts';
import { detectorCalled } from '../applet/detector-called.ts';
import { LINTS } from '../applet/lints/index.ts';
import type { Lint } from '../applet/lints/lint.ts';
import type { Token } from '../applet/token.ts';
import { VERBS } from '../applet/verbs/index.ts';
import type { Verb } from '../applet/verbs/verb.ts';
import { walkArguments } from '../applet/walk.ts';
import { wordMeant } from '../applet/word.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { type AppletDocument, appletAt, type Position, type Range, rangeOf, rangeOfDiagnostic, wordsOf } from './document.ts';
import { labelAt } from './labels.ts';
import { DETECTORS_MEAN, sayPart, VERBS_MEAN } from './meanings.ts';

export interface Hover {
  /** Markdown. */
  text: string;
  range: Range;
}

export function hoverAt(document: AppletDocument, position: Position, diagnostics: readonly Diagnostic[]): Hover | undefined {
  const line = document.lines[position.line] ?? '';
  const tokens = wordsOf(line);
  const index = tokens.findIndex(({ column, length }) => column - 1 <= position.character && position.character <= column - 1 + length);
  const token = tokens[index];
  const rules = diagnostics
    .filter((each) => each.line === position.line + 1 && isAt(position, rangeOfDiagnostic(document.lines, each)))
    .map(sayRule);
  if (token === undefined) return undefined;
  const meaning = appletAt(document, position.line) === undefined ? undefined : meaningOf(document, position, tokens, index, line);
  const said = [...rules, ...(meaning === undefined ? [] : [meaning])];
  return said.length === 0 ? undefined : { text: said.join('\n\n---\n\n'), range: rangeOf(position.line, token) };
}

function isAt({ character }: Position, { start, end }: Range): boolean {
  return start.character <= character && character <= end.character;
}

function sayRule({ code, summary }: Diagnostic): string {
  const lint = Object.values<Lint>(LINTS).find(({ id }) => id === code);
  return lint === undefined ? summary : `**${lint.id}**: ${summary}\n\nOn the device: ${lint.why}. ${lint.source}`;
}

function meaningOf(
  document: AppletDocument,
  position: Position,
  tokens: readonly Token[],
  index: number,
  line: string,
): string | undefined {
  const variable = variableAt(line, position.character);
  if (variable !== undefined) return sayVariable(variable);
  const label = labelAt(document, position);
  if (label !== undefined) return sayLabel(label.label, label.applet.actions);
  const statement = wordMeant(tokens[0]?.value ?? '', ['action', 'event']);
  if (statement === undefined) return undefined;
  const hasTag = statement === 'event' && tokens[1]?.value.toLowerCase() === 'tag';
  const at = statement === 'action' ? 2 : hasTag ? 3 : 1;
  const word = tokens[at]?.value ?? '';
  const named = statement === 'action' ? verbCalled(word) : detectorCalled(word);
  if (named === undefined) return undefined;
  if (index === at) return sayHead(statement, named);
  const found = walkArguments(named.syntax, tokens, at + 1, line).arguments.findLast(({ token }) => token === index);
  return found === undefined ? undefined : sayPart(found.part);
}

export function verbCalled(word: string): Verb | undefined {
  const verbs = Object.values<Verb>(VERBS);
  const id = wordMeant(
    word,
    verbs.map((each) => each.id),
  );
  return verbs.find((each) => each.id === id);
}

function sayHead(statement: 'action' | 'event', { id, syntax }: Pick<Verb, 'id' | 'syntax'>): string {
  const means: Readonly<Record<string, string>> = statement === 'action' ? VERBS_MEAN : DETECTORS_MEAN;
  return [`**${statement} ${id}** ${means[id] ?? ''}.`, ...syntax.slice(0, 20).map((part) => `- ${sayPart(part)}`)].join('\n');
}

function variableAt(line: string, character: number): string | undefined {
  const found = [...line.matchAll(/\$\w+/g)].find(({ index, 0: text }) => index <= character && character <= index + text.length);
  return found?.[0].slice(1);
}

function sayVariable(name: string): string {
  const verbs = GIVEN_BY.get(name);
  const givers = giversOf(name) ?? [];
  if (verbs !== undefined) return `\`$${name}\` is given by the action \`${verbs.join('`, `')}\``;
  if (isAlwaysGiven(name)) return `\`$${name}\` comes with every event`;
  if (givers.length > 0) return `\`$${name}\` comes with \`event ${givers.join('` or `event ')}\``;
  return `\`$${name}\` is set by the applet, or stands in the environment`;
}

function sayLabel(label: string, actions: readonly { label: string; place: { line: number; text: string } }[]): string {
  const action = actions.find((each) => each.label === label);
  if (action === undefined) return `There is no label ${label} in this applet.`;
  return `Label ${label}, line ${action.place.line}: \`${action.place.text.trim().slice(0, 200).replaceAll('`', "'")}\``;
}
