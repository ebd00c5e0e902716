/** Parsing finds the applets in any IOS configuration, and reads each statement of theirs. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Applet, OtherStatement, Place } from './model.ts';
import { complain, keepOther, type Parsing, parseStatement } from './statement.ts';
import { tokenize } from './token.ts';

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
      parsing.applet = parseHeader(parsing, place);
      if (parsing.applet !== undefined) result.applets.push(parsing.applet);
    } else if (parsing.applet !== undefined && !FILLER.test(line)) parseBody(parsing, parsing.applet, place);
  }
  return result;
}

function parseHeader(parsing: Parsing, place: Place): Applet | undefined {
  const [name, ...rest] = tokenize(place.text).tokens.slice(3);
  if (name === undefined) {
    complain(parsing, place, 'error', 'an applet needs a name', { column: place.column, length: place.text.trim().length });
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
    } else complain(parsing, place, 'error', `\`${word}\` does not belong in an applet's header`, rest[at] ?? { column: 1, length: 1 });
    at += 1;
  }
  return applet;
}

function parseBody(parsing: Parsing, applet: Applet, place: Place): void {
  const line = place.text;
  if (BODY.test(line)) parseStatement(parsing, applet, place);
  else if (/^\s/.test(line) && !/^\s*(?:exit|end)\s*$/.test(line))
    keepOther(parsing, applet, place, `\`${line.trim().split(/\s+/)[0]}\` is no statement of an applet`);
  else parsing.applet = undefined;
}
