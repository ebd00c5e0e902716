/** A statement is one line in the body of an applet; what is not understood is kept as it is and reported. */
import type { Diagnostic } from '../diagnostic.ts';
import { parseArguments } from './arguments.ts';
import { detectorCalled } from './detector-called.ts';
import type { Action, Applet, EventStatement, Place } from './model.ts';
import type { Syntax } from './syntax.ts';
import { type Token, tokenize } from './token.ts';
import { addAttribute, addCorrelation, parseTrigger } from './trigger.ts';
import { undo } from './undo.ts';
import { VERBS } from './verbs/index.ts';
import type { Verb } from './verbs/verb.ts';

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
  const word = line.split(/\s+/)[0];
  if (word === 'description') applet.description = line.slice('description'.length).trim();
  else if (word === 'event') parseEvent(parsing, applet, place);
  else if (word === 'action') parseAction(parsing, applet, place);
  else if (word === 'set') applet.others.push({ text: line, place });
  else if (!changes(parsing, applet, tokenize(place.text).tokens)) keepOther(parsing, applet, place, `this \`${word}\` is not understood`);
}

/** What takes out, and the lines of a trigger block; false when it is not understood. */
function changes({ applets }: Parsing, applet: Applet, tokens: readonly Token[]): boolean {
  const word = tokens[0]?.value;
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
  const hasTag = tokens[1]?.value === 'tag';
  const tag = hasTag ? tokens[2]?.value : undefined;
  const word = tokens[hasTag ? 3 : 1];
  const detector = detectorCalled(word?.value ?? '');
  if (detector === undefined) {
    const summary = word === undefined ? 'an event needs a detector' : `the detector \`${word.value}\` is not known here`;
    keepOther(parsing, applet, place, summary, word);
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
  const verb = Object.values<Verb>(VERBS).find(({ id }) => id === word?.value);
  if (label === undefined || verb === undefined) {
    const summary = word === undefined ? 'an action needs a label and a verb' : `the action \`${word.value}\` is not known here`;
    keepOther(parsing, applet, place, summary, word);
    return;
  }
  const fields = readArguments(parsing, verb.syntax, tokens, 3, place);
  // The verb's own syntax has filled the fields.
  applet.actions.push({ label: label.value, verb: verb.id, fields, place } as Action);
}

function readTokens(parsing: Parsing, applet: Applet, place: Place): Token[] | undefined {
  const { tokens, unclosedColumn } = tokenize(place.text);
  if (unclosedColumn === undefined) return tokens;
  // A comment or a text without quotes may hold one quote: only arguments are lost by it.
  if (tokens[2]?.value === 'comment') return tokens;
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
    const { column, length, text } = mistake;
    complain(parsing, place, 'error', text, { column: column === 0 ? place.text.length + 1 : column, length });
  }
  return fields;
}
