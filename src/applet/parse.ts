/** Parsing finds the applets in any IOS configuration and reads each statement; what is not understood is kept and reported, never dropped. */
import type { Diagnostic } from '../diagnostic.ts';
import { parseArguments } from './arguments.ts';
import { detectorCalled } from './detector-called.ts';
import type { Action, Applet, EventStatement, OtherStatement, Place } from './model.ts';
import type { Syntax } from './syntax.ts';
import { type Token, tokenize } from './token.ts';
import { addAttribute, addCorrelation, parseTrigger } from './trigger.ts';
import { undo } from './undo.ts';
import { VERBS } from './verbs/index.ts';

/** What a configuration says about EEM, and what of it could not be read. */
export interface ParsedApplets {
  applets: Applet[];
  /** `event manager environment NAME VALUE` */
  environment: Record<string, string>;
  /** `event manager session|scheduler|history|directory …`: what applets live under. */
  settings: OtherStatement[];
  /** True when the configuration has AAA check each command. */
  authorizesCommands: boolean;
  diagnostics: Diagnostic[];
}

/** `event manager session cli username ops privilege 15` */
const SETTING = /^\s*event manager (?:session|scheduler|history|directory|policy|detector)\s/;
/** `aaa authorization commands 15 default group tacacs+ local` */
const AUTHORIZES_COMMANDS = /^aaa authorization commands\s/;
/** `event manager applet NAME …` */
export const HEADER = /^\s*event manager applet(?:\s|$)/;
/** `event manager environment NAME VALUE` */
const ENVIRONMENT = /^\s*event manager environment (?<name>\S+) (?<value>.*?)\s*$/;
/** What only the body of an applet holds; pasted bodies are not indented. */
const BODY = /^\s*(?:(?:no|default)\s+)?(?:action|attribute|correlate|description|event(?!\s+manager)|set|trigger)(?:\s|$)/;
/** `!` and blank lines end nothing: pasted applets are full of them. */
const FILLER = /^\s*(?:!.*)?$/;

interface Parsing {
  applet: Applet | undefined;
  applets: readonly Applet[];
  diagnostics: Diagnostic[];
}

/**
 * The applets of an IOS configuration, each statement with its place. What is not understood is kept as text and reported as a warning.
 * `file` is the name that places carry; nothing is read. Never throws.
 */
export function parseApplets(text: string, file: string): ParsedApplets {
  const result: ParsedApplets = { applets: [], environment: {}, settings: [], authorizesCommands: false, diagnostics: [] };
  const parsing: Parsing = { applet: undefined, applets: result.applets, diagnostics: result.diagnostics };
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\r$/, '');
    const place: Place = { file, line: index + 1, column: line.search(/\S/) + 1, text: line };
    const variable = ENVIRONMENT.exec(line)?.groups;
    if (variable?.['name'] !== undefined) result.environment[variable['name']] = variable['value'] ?? '';
    if (SETTING.test(line)) result.settings.push({ text: line.trim(), place });
    if (AUTHORIZES_COMMANDS.test(line)) result.authorizesCommands = true;
    if (HEADER.test(line)) {
      parsing.applet = parseHeader(parsing, line, place);
      if (parsing.applet !== undefined) result.applets.push(parsing.applet);
    } else if (parsing.applet !== undefined && !FILLER.test(line)) parseBody(parsing, parsing.applet, line, place);
  }
  return result;
}

function parseHeader(parsing: Parsing, line: string, place: Place): Applet | undefined {
  const [name, ...rest] = tokenize(line).tokens.slice(3);
  if (name === undefined) {
    complain(parsing, place, 'error', 'an applet needs a name', place.column, line.trim().length);
    return undefined;
  }
  const applet: Applet = { name: name.value, authorizationBypass: false, trap: false, events: [], actions: [], others: [], place };
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at]?.value;
    const next = rest[at + 1]?.value;
    if (word === 'authorization' && next === 'bypass') applet.authorizationBypass = true;
    else if (word === 'class' && next !== undefined) applet.class = next;
    else if (word === 'trap') {
      applet.trap = true;
      continue;
    } else
      complain(parsing, place, 'error', `\`${word}\` does not belong in an applet's header`, rest[at]?.column ?? 1, rest[at]?.length ?? 1);
    at += 1;
  }
  return applet;
}

function parseBody(parsing: Parsing, applet: Applet, line: string, place: Place): void {
  const isIndented = /^\s/.test(line);
  if (!BODY.test(line)) {
    if (isIndented && !/^\s*(?:exit|end)\s*$/.test(line))
      keepOther(parsing, applet, line, place, `\`${line.trim().split(/\s+/)[0]}\` is no statement of an applet`);
    else parsing.applet = undefined;
    return;
  }
  const word = line.trim().split(/\s+/)[0];
  if (word === 'no' || word === 'default') {
    const sameName = parsing.applets.filter(({ name }) => name === applet.name);
    if (!undo(sameName, tokenize(line).tokens.slice(1))) keepOther(parsing, applet, line, place, `this \`${word}\` is not understood`);
  } else if (word === 'description') applet.description = line.trim().slice('description'.length).trim();
  else if (word === 'event') parseEvent(parsing, applet, line, place);
  else if (word === 'action') parseAction(parsing, applet, line, place);
  else if (word === 'set') applet.others.push({ text: line.trim(), place });
  else if (!parseJoin(applet, tokenize(line).tokens)) keepOther(parsing, applet, line, place, `this \`${word}\` is not understood`);
}

/** The lines of a trigger block. */
function parseJoin(applet: Applet, tokens: readonly Token[]): boolean {
  const word = tokens[0]?.value;
  if (word === 'trigger') {
    applet.trigger = parseTrigger(tokens);
    return applet.trigger !== undefined;
  }
  if (applet.trigger === undefined) return false;
  return word === 'correlate' ? addCorrelation(applet.trigger, tokens) : addAttribute(applet.trigger, tokens);
}

function parseEvent(parsing: Parsing, applet: Applet, line: string, place: Place): void {
  const tokens = readTokens(parsing, applet, line, place);
  if (tokens === undefined) return;
  const hasTag = tokens[1]?.value === 'tag';
  const tag = hasTag ? tokens[2]?.value : undefined;
  const word = tokens[hasTag ? 3 : 1];
  const detector = detectorCalled(word?.value ?? '');
  if (detector === undefined) {
    keepOther(
      parsing,
      applet,
      line,
      place,
      word === undefined ? 'an event needs a detector' : `the detector \`${word.value}\` is not known here`,
      word,
    );
    return;
  }
  const fields = readArguments(parsing, detector.syntax, tokens, hasTag ? 4 : 2, line, place);
  // The detector's own syntax has filled the fields.
  applet.events.push({ ...(tag === undefined ? {} : { tag }), detector: detector.id, fields, place } as EventStatement);
}

function parseAction(parsing: Parsing, applet: Applet, line: string, place: Place): void {
  const tokens = readTokens(parsing, applet, line, place);
  if (tokens === undefined) return;
  const [, label, word] = tokens;
  const verb = Object.entries(VERBS).find(([id]) => id === word?.value)?.[1];
  if (label === undefined || word === undefined || verb === undefined) {
    keepOther(
      parsing,
      applet,
      line,
      place,
      word === undefined ? 'an action needs a label and a verb' : `the action \`${word.value}\` is not known here`,
      word,
    );
    return;
  }
  const fields = readArguments(parsing, verb.syntax, tokens, 3, line, place);
  // The verb's own syntax has filled the fields.
  applet.actions.push({ label: label.value, verb: verb.id, fields, place } as Action);
}

function readTokens(parsing: Parsing, applet: Applet, line: string, place: Place): Token[] | undefined {
  const { tokens, unclosedColumn } = tokenize(line);
  if (unclosedColumn === undefined) return tokens;
  // A comment or a text without quotes may hold one quote: only arguments are lost by it.
  if (tokens[2]?.value === 'comment') return tokens;
  applet.others.push({ text: line.trim(), place });
  complain(parsing, place, 'error', 'a quote is not closed', unclosedColumn, line.length - unclosedColumn + 1);
  return undefined;
}

function readArguments(
  parsing: Parsing,
  syntax: Syntax,
  tokens: readonly Token[],
  from: number,
  line: string,
  place: Place,
): Record<string, unknown> {
  const { fields, mistake } = parseArguments(syntax, tokens, from, line);
  if (mistake !== undefined)
    complain(parsing, place, 'error', mistake.text, mistake.column === 0 ? line.length + 1 : mistake.column, mistake.length);
  return fields;
}

function keepOther(parsing: Parsing, applet: Applet, line: string, place: Place, summary: string, token?: Token): void {
  applet.others.push({ text: line.trim(), place });
  complain(parsing, place, 'warning', summary, token?.column ?? place.column, token?.length ?? 1);
}

function complain(
  { diagnostics }: Parsing,
  { file, line, text }: Place,
  severity: Diagnostic['severity'],
  summary: string,
  column: number,
  length: number,
): void {
  diagnostics.push({ severity, file, line, column, length, summary, code: 'syntax', sourceLine: text });
}
