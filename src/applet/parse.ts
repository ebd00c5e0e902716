/** Parsing finds the applets in any IOS configuration, and reads each statement of theirs. */
import { firstOf, mayTell } from './glance.ts';
import { misspeltHeader, parseHeader } from './header.ts';
import { noteDialect, noteOrphan, sayOrphans, takeOutForeign } from './left-out.ts';
import { readMaterial } from './material.ts';
import type { Place } from './model.ts';
import { BODY, ENVIRONMENT, HEADER, OF_VTY, REMOVAL, SETTING } from './openings.ts';
import { beginReading, type ParsedApplets, type Reading } from './reading.ts';
import { asksForCommands, endOfText, isSentence, noteAuthorization, opensElsewhere } from './section.ts';
import { keepOther, parseStatement } from './statement.ts';

/**
 * The applets of an IOS configuration, each statement with its place; one that is opened again later is one applet. What is not understood is
 * kept as text and reported. `file` is the name that places carry; nothing is read. Never throws.
 */
export function parseApplets(text: string, file: string): ParsedApplets {
  const material = readMaterial(text);
  const { lines, engine, steering } = material;
  const reading = beginReading(text, material);
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

/** `!`, which ends nothing: pasted applets are full of them. */
const COMMENT = 0x21;

function readLine(reading: Reading, line: string, number: number, file: string): void {
  if (reading.applet !== undefined && reading.steering.has(number)) reading.applet.isPartlyUnknown = true;
  const first = firstOf(line);
  if (first === -1 || line.charCodeAt(first) === COMMENT) return;
  const { applet } = reading;
  if (applet === undefined && !reading.isVty && !mayTell(line, first)) return;
  const place: Place = { file, line: number, column: first + 1, text: line };
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
  const first = text.charCodeAt(place.column - 1) | 0x20;
  if (first === 0x61) noteAuthorization(authorization, text, isVty);
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

/** `No.  Class     Type    Event Type          Trap  Time Registered           Name` [L] eem.md 9 */
const LISTING = /^No\.\s+Class\s+Type\s+Event Type\s/;

/** What leaves an applet at a terminal, and what ends a text that stands in another one: a comment of a program, a fence, a tag. */
const ENDS = /^\s*(?:exit|end|\^[CZ]|\*\/|`{3,}\w*|"""|'''|EOF|<\/\w+>)[;,)\s]*$/i;

function leaveOrKeep(reading: Reading, place: Place): void {
  const { applet } = reading;
  const line = place.text;
  reading.hasProse ||= isSentence(line);
  reading.isVty = /^\s*line vty\b/i.test(line) || (reading.isVty && /^\s/.test(line));
  reading.isListing ||= LISTING.test(line);
  if (applet === undefined) noteOrphan(reading, place);
  else if (noteDialect(reading, applet, line)) reading.owners.set(place.line, applet);
  else if (reading.elsewhere.has(place.line)) reading.applet = undefined;
  // In a text within another one, YAML say, what stands further left is the other's.
  else if (place.column < reading.headerColumn) reading.applet = undefined;
  else if (/^\s/.test(line) && !ENDS.test(line) && !opensElsewhere(line))
    keepOther(reading, applet, place, `\`${line.trim().split(/\s+/, 1)[0] ?? ''}\` is no statement of an applet`);
  else reading.applet = undefined;
}
