/** Outputs are what an automation tool has kept of several commands in one value of JSON: each becomes a stretch below its command, as in a session. */
import { showOfCommand } from '../../ios/log/embedded-shows.ts';
import { readLogLine } from '../../ios/log/line.ts';
import { commandOfText, looksLikeLog } from './kind.ts';

/** An output of fewer lines is a note. */
const LINES_MIN = 3;
const SHOW = /^\s*(?:do )?sh(?:ow?)?\s+(?=\S)/i;
const DEPTH_MAX = 8;

/** `{"inventory_hostname":"hq",…}`, and the prompt behind an output */
const HOST_KEY = /^(?:inventory_)?host_?(?:name)?$|^device_?(?:name)?$/i;
const HOST = /^[A-Za-z][\w.-]{0,62}$/;
const PROMPT_ALONE = /^([A-Za-z][\w.-]{0,62})[#>]\s*$/;

/** What is told of an output by where it stands. */
interface Told {
  command?: string | undefined;
  host?: string | undefined;
}

interface Output extends Told {
  lines: readonly string[];
}

/**
 * `{"show crypto ipsec sa":"interface: …\n…"}`, `{"stdout":["interface: …\n…"],"stdout_lines":[["interface: …",…]]}`, with the commands behind each
 * other; undefined where no text in it is the output of a show, or a log line by line.
 */
export function readOutputs(value: object): string[] | undefined {
  const found = outputsIn(value, {}, 0);
  if (!found.some(({ command }) => command !== undefined && showOfCommand(command) !== undefined) && !areLogs(found)) return undefined;
  return linesBelowHeadings(found);
}

/** `{"host":"hq","lines":["Jan  5 03:00:21.223: %CRYPTO-4-…","Jan  5 …"]}`; undefined of a record that has one message. */
export function readLogLines(value: object): string[] | undefined {
  const found = outputsIn(value, {}, 0);
  return areLogs(found) ? linesBelowHeadings(found) : undefined;
}

function linesBelowHeadings(outputs: readonly Output[]): string[] {
  const seen = new Set<string>();
  return outputs.flatMap((output) => {
    // The same text stands in it whole and line by line.
    const text = output.lines.join('\n').trim();
    if (seen.has(text)) return [];
    seen.add(text);
    // A heading is no more of the line above it.
    return ['', headingOf(output), ...output.lines];
  });
}

/** `["Jan  5 03:00:21.223: %CRYPTO-4-…","Jan  5 …"]`: a log as a tool read it in; what a search answers has one message in each record. */
function areLogs(outputs: readonly Output[]): boolean {
  const messages = outputs.map(({ lines }) => lines.filter(isMessage).length).filter((count) => count > 0);
  return messages.length > 0 && messages.every((count) => count > 1);
}

/** `{"show interfaces":{"Gi0/0":{…}}}`, `{"command":"show interfaces","output":{…}}`: what stands there as data only, in words. */
export function dataBeside(value: unknown, depth = 0): string[] {
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return [];
  const entries = Object.entries(value);
  const command = Array.isArray(value) ? undefined : toldIn(value).command;
  const isText = entries.some(([, each]) => (linesOf(each)?.length ?? 0) > 1);
  const commands = [
    ...entries.filter(([key, each]) => SHOW.test(key) && isData(each)).map(([key]) => key.trim()),
    ...(command !== undefined && !isText && entries.some(([, each]) => isData(each)) ? [command] : []),
  ];
  const below = entries.flatMap(([key, each]) => (SHOW.test(key) ? [] : dataBeside(each, depth + 1)));
  return [...commands.map((each) => `\`${each}\` is there as data, which is not read`), ...(commands.length > 0 ? [] : below)];
}

/** Fields in fields: a list of texts is one text line by line. */
function isData(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0 && linesOf(value) === undefined;
}

/** As a session has it; without a name as `show tech-support` prints it above each. [C] */
function headingOf({ command = 'show logging', host, lines }: Output): string {
  const name = PROMPT_ALONE.exec(lines.findLast((line) => line.trim() !== '') ?? '')?.[1] ?? host;
  return name === undefined ? `------------------ ${command.replace(SHOW, 'show ')} ------------------` : `${name}#${command}`;
}

function outputsIn(value: unknown, told: Told, depth: number): Output[] {
  const inside = typeof value === 'string' && depth <= DEPTH_MAX ? jsonIn(value) : undefined;
  if (inside !== undefined) return outputsIn(inside, told, depth + 1);
  const lines = linesOf(value);
  if (lines !== undefined) {
    // A message is kept however little there is of it.
    const isOutput = lines.length >= LINES_MIN || (told.command !== undefined && lines.length > 1) || lines.some(isMessage);
    return isOutput ? [{ ...told, command: commandOf(told.command, lines), lines }] : [];
  }
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return [];
  if (Array.isArray(value)) return value.flatMap((each) => outputsIn(each, told, depth + 1));
  const own = { ...told, ...toldIn(value) };
  return Object.entries(value).flatMap(([key, each]) => outputsIn(each, SHOW.test(key) ? { ...own, command: key.trim() } : own, depth + 1));
}

/** `{"body":"{\"log\":\"…\"}"}`: a tool keeps the answer of another as a text. */
function jsonIn(text: string): object | undefined {
  if (!/^\s*(?:\{\s*"|\[\s*["{[])/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A text of several lines, or the lines of one. */
function linesOf(value: unknown): string[] | undefined {
  if (typeof value === 'string') return value.split(/\r\n|\n|\r/);
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string' && !each.includes('\n'))) return undefined;
  return value.length >= LINES_MIN || (value.length > 1 && value.every(isMessage)) ? value : undefined;
}

/** `{"host":"hq","command":"show crypto ipsec sa","output":"…"}` */
function toldIn(value: object): Told {
  const texts = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && !entry[1].includes('\n'),
  );
  const command = texts.find(([, text]) => SHOW.test(text))?.[1].trim();
  const host = texts.find(([key, text]) => HOST_KEY.test(key) && HOST.test(text))?.[1];
  return { ...(command === undefined ? {} : { command }), ...(host === undefined ? {} : { host }) };
}

function isMessage(line: string): boolean {
  return readLogLine(line).isHead;
}

function commandOf(named: string | undefined, lines: readonly string[]): string | undefined {
  if (named !== undefined && showOfCommand(named) !== undefined) return named;
  return looksLikeLog(lines) ? named : (commandOfText(lines) ?? named);
}
