/** Parsing finds the applets in any IOS configuration, and reads each statement of theirs. */
import { misspeltHeader, parseHeader } from './header.ts';
import { noteDialect, noteOrphan, sayOrphans, takeOutForeign } from './left-out.ts';
import { readMaterial } from './material.ts';
import type { Place } from './model.ts';
import { BODY, ENVIRONMENT, FILLER, HEADER, OF_VTY, REMOVAL, SETTING } from './openings.ts';
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
