/** A statement is one line in the body of an applet; what is not understood is kept as it is and reported. */
import type { Diagnostic } from '../diagnostic.ts';
import { parseArguments } from './arguments.ts';
import { DETECTOR_WORDS, detectorCalled } from './detector-called.ts';
import type { Action, Applet, EventStatement, Place } from './model.ts';
import type { Syntax } from './syntax.ts';
import { isTemplated } from './template.ts';
import { type Token, tokenize } from './token.ts';
import { addAttribute, addCorrelation, parseTrigger } from './trigger.ts';
import { undo } from './undo.ts';
import { VERBS } from './verbs/index.ts';
import type { Verb } from './verbs/verb.ts';
import { wordMeant, wordMisspelt } from './word.ts';

export interface Parsing {
  /** The one that is open. */
  applet: Applet | undefined;
  applets: readonly Applet[];
  diagnostics: Diagnostic[];
}

/** Part of a line; `column` from 1. */
interface Span {
  column: number;
  length: number;
}

export function complain({ diagnostics }: Parsing, place: Place, severity: Diagnostic['severity'], summary: string, span: Span): void {
  const { file, line, text } = place;
  const { column, length } = span;
  // What an expression of a template will be is not known.
  if (isTemplated(text)) return;
  diagnostics.push({ severity, file, line, column, length, summary, code: 'syntax', sourceLine: text });
}

/** A line of whose sense nothing is known. */
export function keepOther(parsing: Parsing, applet: Applet, place: Place, summary: string, span?: Span): void {
  applet.others.push({ text: place.text.trim(), place });
  complain(parsing, place, 'warning', summary, { column: span?.column ?? place.column, length: span?.length ?? 1 });
}

/** `place` is that of a line which only an applet's body holds. */
export function parseStatement(parsing: Parsing, applet: Applet, place: Place): void {
  const line = place.text.trim();
  const typed = line.split(/\s+/, 1)[0] ?? '';
  const word = wordMeant(typed, STATEMENTS);
  if (word === 'description') describe(applet, place, line.slice(typed.length).trim());
  else if (word === 'event') parseEvent(parsing, applet, place);
  else if (word === 'action') parseAction(parsing, applet, place);
  else if (word === 'set') applet.others.push({ text: line, place });
  else if (!changes(parsing, applet, word, tokenize(place.text).tokens))
    keepOther(parsing, applet, place, `this \`${typed}\` is not understood`);
}

function describe(applet: Applet, place: Place, text: string): void {
  applet.description = text;
  applet.descriptionPlace = place;
}

const STATEMENTS = ['action', 'attribute', 'correlate', 'default', 'description', 'event', 'no', 'set', 'trigger'] as const;

/** What takes out, and the lines of a trigger block; false when it is not understood. */
function changes({ applets }: Parsing, applet: Applet, word: string | undefined, tokens: readonly Token[]): boolean {
  const { trigger } = applet;
  if (word === 'no' || word === 'default') {
    const sameName = applets.filter(({ name }) => name === applet.name);
    return undo(sameName, tokens.slice(1));
  }
  if (word === 'trigger') {
    applet.trigger = parseTrigger(tokens);
    return applet.trigger !== undefined;
  }
  if (trigger === undefined) return false;
  return word === 'correlate' ? addCorrelation(trigger, tokens) : addAttribute(trigger, tokens);
}

function parseEvent(parsing: Parsing, applet: Applet, place: Place): void {
  const tokens = readTokens(parsing, applet, place);
  if (tokens === undefined) return;
  const hasTag = tokens[1]?.value.toLowerCase() === 'tag';
  const tag = hasTag ? tokens[2]?.value : undefined;
  const word = tokens[hasTag ? 3 : 1];
  const detector = detectorCalled(word?.value ?? '');
  if (detector === undefined) {
    if (word === undefined) keepOther(parsing, applet, place, 'an event needs a detector', word);
    else if (word.value === '') keepOther(parsing, applet, place, 'the detector is empty', word);
    else keepUnknown(parsing, applet, place, `the detector \`${word.value}\` is not known here`, word, DETECTOR_WORDS);
    return;
  }
  const fields = readArguments(parsing, detector.syntax, tokens, hasTag ? 4 : 2, place);
  // The detector's own syntax has filled the fields.
  applet.events.push({ ...(tag === undefined ? {} : { tag }), detector: detector.id, fields, place } as EventStatement);
}

function parseAction(parsing: Parsing, applet: Applet, place: Place): void {
  const tokens = readTokens(parsing, applet, place);
  if (tokens === undefined) return;
  const [, label, word] = tokens;
  const verb = VERBS_BY_WORD.get(word?.value ?? '') ?? VERBS_BY_WORD.get(wordMeant(word?.value ?? '', VERB_WORDS) ?? '');
  if (label === undefined || verb === undefined) {
    if (word === undefined) keepOther(parsing, applet, place, 'an action needs a label and a verb', word);
    else if (word.value === '') keepOther(parsing, applet, place, 'the action is empty', word);
    else keepUnknown(parsing, applet, place, `the action \`${word.value}\` is not known here`, word, VERB_WORDS);
    return;
  }
  const fields = readArguments(parsing, verb.syntax, tokens, 3, place);
  // The verb's own syntax has filled the fields.
  applet.actions.push({ label: label.value, verb: verb.id, fields, place } as Action);
}

const VERBS_BY_WORD = new Map(Object.values<Verb>(VERBS).map((verb) => [verb.id, verb] as const));
const VERB_WORDS = [...VERBS_BY_WORD.keys()];

/** One letter beside a word that is known, it is a slip, which the device refuses; anything else may be of a release that is not known here. */
function keepUnknown(parsing: Parsing, applet: Applet, place: Place, summary: string, word: Token, known: readonly string[]): void {
  const meant = wordMisspelt(word.value, known);
  if (meant === undefined) keepOther(parsing, applet, place, summary, word);
  else {
    applet.others.push({ text: place.text.trim(), place });
    complain(parsing, place, 'error', `${summary}: \`${meant}\` is`, word);
  }
}

function readTokens(parsing: Parsing, applet: Applet, place: Place): Token[] | undefined {
  const { tokens, unclosedColumn } = tokenize(place.text);
  if (unclosedColumn === undefined) return tokens;
  // A comment or a text without quotes may hold one quote: only arguments are lost by it.
  if (tokens[2]?.value.toLowerCase() === 'comment') return tokens;
  applet.others.push({ text: place.text.trim(), place });
  complain(parsing, place, 'error', 'a quote is not closed', {
    column: unclosedColumn,
    length: place.text.length - unclosedColumn + 1,
  });
  return undefined;
}

function readArguments(parsing: Parsing, syntax: Syntax, tokens: readonly Token[], from: number, place: Place): Record<string, unknown> {
  const { fields, mistake } = parseArguments(syntax, tokens, from, place.text);
  if (mistake !== undefined) {
    const { column, length, text, isDoubtful } = mistake;
    complain(parsing, place, isDoubtful === true ? 'warning' : 'error', text, {
      column: column === 0 ? place.text.length + 1 : column,
      length,
    });
  }
  return fields;
}
