/** Parsing finds the applets in any IOS configuration, and reads each statement of theirs. */
import type { Diagnostic } from '../diagnostic.ts';
import { type Dialect, dialectOf, dialectOfFile } from './foreign.ts';
import { readMaterial, type TemplateEngine } from './material.ts';
import type { Applet, OtherStatement, Place } from './model.ts';
import { BODY, ENVIRONMENT, FILLER, HEADER, OF_VTY, REMOVAL, SETTING } from './openings.ts';
import {
  type Authorization,
  asksForCommands,
  bringsEvent,
  endOfText,
  isSentence,
  misspeltIn,
  noteAuthorization,
  opensElsewhere,
} from './section.ts';
import { complain, keepOther, type Parsing, parseStatement } from './statement.ts';
import { tokenize } from './token.ts';
import { VERBS } from './verbs/index.ts';

/** What a configuration says about EEM, and what of it could not be read. */
export interface ParsedApplets {
  applets: Applet[];
  /** `event manager environment NAME VALUE` */
  environment: Record<string, string>;
  /** `event manager session|scheduler|history|directory …`: what applets live under; and `length 0` of the terminal lines. */
  settings: OtherStatement[];
  /** True when the configuration has AAA check each command of a terminal line. */
  authorizesCommands: boolean;
  /** True for a whole configuration: what it does not hold, the device does not have. */
  isWhole: boolean;
  /** The text is one of these, and its expressions have been left out. */
  template?: { engine: TemplateEngine; lines: number } | undefined;
  /** Applets of another language, which were not read. */
  foreign: { dialect: Dialect; place: Place }[];
  diagnostics: Diagnostic[];
}

interface Reading extends Parsing {
  result: ParsedApplets;
  steering: ReadonlySet<number>;
  elsewhere: ReadonlySet<number>;
  lines: readonly string[];
  /** Of the header that was read last. */
  headerColumn: number;
  /** Somebody explains between the applets what they are: no configuration, but a document with examples. */
  hasProse: boolean;
  /** Applets by name that a header of the same name opens again. */
  open: Map<string, Applet>;
  authorization: Authorization;
  isVty: boolean;
  /** What the whole file is. */
  foreignFile: Dialect | undefined;
  /** Lines of each applet that turned out to be of another language. */
  foreign: Map<Applet, Dialect>;
  /** Which applet a line belongs to. */
  owners: Map<number, Applet>;
  orphans: Place[];
}

/**
 * The applets of an IOS configuration, each statement with its place; one that is opened again later is one applet. What is not understood is
 * kept as text and reported. `file` is the name that places carry; nothing is read. Never throws.
 */
export function parseApplets(text: string, file: string): ParsedApplets {
  const { lines, engine, steering, elsewhere } = readMaterial(text);
  const reading = beginReading(text, lines, steering, elsewhere);
  const { result } = reading;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const end = endOfText(lines, index);
    if (end === undefined) readLine(reading, line, index + 1, file);
    else {
      index = end;
      reading.applet = undefined;
    }
  }
  if (engine !== undefined) result.template = { engine, lines: lines.filter((line) => line.includes('$_tt')).length + steering.size };
  result.authorizesCommands = asksForCommands(reading.authorization);
  takeOutForeign(reading);
  sayOrphans(reading);
  return result;
}

function beginReading(text: string, lines: readonly string[], steering: ReadonlySet<number>, elsewhere: ReadonlySet<number>): Reading {
  const isWhole = /^version \d/m.test(text) && /^end\s*$/m.test(text);
  const result: ParsedApplets = {
    applets: [],
    environment: {},
    settings: [],
    authorizesCommands: false,
    isWhole,
    foreign: [],
    diagnostics: [],
  };
  const foreignFile = dialectOfFile(text);
  return {
    result,
    steering,
    elsewhere,
    applet: undefined,
    lines,
    headerColumn: 1,
    hasProse: false,
    applets: result.applets,
    diagnostics: result.diagnostics,
    open: new Map(),
    authorization: { asking: new Set(), used: new Set() },
    isVty: false,
    foreign: new Map(),
    foreignFile,
    owners: new Map(),
    orphans: [],
  };
}

function readLine(reading: Reading, line: string, number: number, file: string): void {
  if (reading.applet !== undefined && reading.steering.has(number)) reading.applet.isPartlyUnknown = true;
  if (FILLER.test(line)) return;
  const place: Place = { file, line: number, column: line.search(/\S/) + 1, text: line };
  const { applet } = reading;
  if (applet !== undefined && BODY.test(line)) {
    reading.owners.set(number, applet);
    noteDialect(reading, applet, line);
    parseStatement(reading, applet, place);
    return;
  }
  if (noteSurroundings(reading, place)) return;
  if (HEADER.test(line)) parseHeader(reading, place);
  else if (!misspeltHeader(reading, place)) leaveOrKeep(reading, place);
}

/** True when the line is one about EEM that is no applet. */
function noteSurroundings({ result, authorization, open, isVty }: Reading, place: Place): boolean {
  const { text } = place;
  noteAuthorization(authorization, text, isVty);
  const first = text.charCodeAt(place.column - 1) | 0x20;
  if (isVty && (first === 0x6c || first === 0x70) && OF_VTY.test(text)) result.settings.push({ text: `line vty ${text.trim()}`, place });
  if (first !== 0x65 && first !== 0x6e && first !== 0x66) return false;
  const removed = REMOVAL.exec(text)?.groups?.['name'];
  if (removed !== undefined) open.delete(removed);
  const variable = ENVIRONMENT.exec(text)?.groups;
  if (variable?.['name'] !== undefined) result.environment[variable['name']] = variable['value'] ?? '';
  if (!SETTING.test(text)) return variable !== undefined;
  result.settings.push({ text: text.trim(), place });
  return true;
}

function parseHeader(reading: Reading, place: Place): void {
  reading.applet = undefined;
  const [name, ...rest] = tokenize(place.text).tokens.slice(3);
  if (name === undefined) {
    complain(reading, place, 'error', 'an applet needs a name', { column: place.column, length: place.text.trim().length });
    return;
  }
  const known = reading.open.get(name.value);
  const applet = known === undefined || isAnother(reading, known, place) ? openApplet(reading, name.value, place) : known;
  if (reading.foreignFile !== undefined) reading.foreign.set(applet, reading.foreignFile);
  reading.applet = applet;
  reading.headerColumn = place.column;
  reading.owners.set(place.line, applet);
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at]?.value.toLowerCase();
    if (word?.startsWith('!') === true) return;
    const next = rest[at + 1]?.value;
    if (word?.startsWith('auth') === true && next?.toLowerCase() === 'bypass') applet.authorizationBypass = true;
    else if (word === 'class' && next !== undefined) applet.class = next;
    else if (word === 'trap') {
      applet.trap = true;
      continue;
    } else if (word !== undefined)
      complain(reading, place, 'error', `\`${word}\` does not belong in an applet's header`, rest[at] ?? { column: 1, length: 1 });
    at += 1;
  }
}

/** In a document the wrong and the right form of an applet have one name: each brings an event of its own. */
function isAnother({ hasProse, lines }: Reading, { events }: Applet, { line }: Place): boolean {
  return hasProse && events.length > 0 && bringsEvent(lines, line, (each) => FILLER.test(each) || BODY.test(each));
}

function openApplet({ open, result }: Reading, name: string, place: Place): Applet {
  const applet: Applet = { name, authorizationBypass: false, trap: false, events: [], actions: [], others: [], place };
  open.set(name, applet);
  result.applets.push(applet);
  return applet;
}

/** What stands below such a header is read all the same. */
function misspeltHeader(reading: Reading, place: Place): boolean {
  const word = misspeltIn(place.text);
  if (word === undefined) return false;
  complain(reading, place, 'error', `\`${word}\` is misspelt: the device knows \`event manager applet\` only`, {
    column: place.text.toLowerCase().indexOf(word) + 1,
    length: word.length,
  });
  parseHeader(reading, place);
  return true;
}

function leaveOrKeep(reading: Reading, place: Place): void {
  const { applet } = reading;
  const line = place.text;
  const word = line.trim().split(/\s+/)[0] ?? '';
  reading.hasProse ||= isSentence(line);
  reading.isVty = /^\s*line vty\b/i.test(line) || (reading.isVty && /^\s/.test(line));
  if (applet === undefined) noteOrphan(reading, place);
  else if (noteDialect(reading, applet, line)) reading.owners.set(place.line, applet);
  else if (reading.elsewhere.has(place.line)) reading.applet = undefined;
  // In a text within another one, YAML say, what stands further left is the other's.
  else if (place.column < reading.headerColumn) reading.applet = undefined;
  else if (/^\s/.test(line) && !/^\s*(?:exit|end|\^[CZ])\s*$/i.test(line) && !opensElsewhere(line))
    keepOther(reading, applet, place, `\`${word}\` is no statement of an applet`);
  else reading.applet = undefined;
}

function noteDialect({ foreign }: Reading, applet: Applet, line: string): boolean {
  const dialect = dialectOf(line);
  if (dialect !== undefined) foreign.set(applet, dialect);
  return dialect !== undefined;
}

/** What is no applet of IOS is not read as one. */
function takeOutForeign({ result, foreign, owners }: Reading): void {
  if (foreign.size === 0) return;
  result.foreign = [...foreign].map(([{ place }, dialect]) => ({ dialect, place }));
  result.applets = result.applets.filter((applet) => !foreign.has(applet));
  result.diagnostics = result.diagnostics.filter(({ line }) => {
    const owner = owners.get(line);
    return owner === undefined || !foreign.has(owner);
  });
}

/** `action 1.0 syslog …` */
const ORPHAN = /^\s*action\s+\S+\s+(?<verb>[a-z-]+)/i;

function noteOrphan({ orphans }: Reading, place: Place): void {
  const verb = ORPHAN.exec(place.text)?.groups?.['verb'];
  if (verb !== undefined && Object.hasOwn(VERBS, verb.toLowerCase())) orphans.push(place);
}

function sayOrphans(reading: Reading): void {
  const [first] = reading.orphans;
  if (first === undefined) return;
  const count = reading.orphans.length === 1 ? 'this action stands' : `this action and ${reading.orphans.length - 1} more stand`;
  complain(reading, first, 'warning', `${count} in no applet: nothing of it was linted`, {
    column: first.column,
    length: first.text.trim().length,
  });
}
