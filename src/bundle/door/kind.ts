/** The kind of a page is told by its name, and where that says nothing by what stands in it: a log, or the output of one show. */
import { showOfCommand } from '../../ios/log/embedded-shows.ts';
import { readLogLine } from '../../ios/log/line.ts';
import { LOGGING_HEADER_END } from '../../ios/logging.ts';
import { isLogFile, showOf } from '../../ios/shows/index.ts';
import { vendorOf } from '../../vendors/families/index.ts';
import { listingOfCommand } from '../../vendors/shows.ts';
import { shareOf } from './page.ts';
import { headedCommands, markedCommand } from './show-marks.ts';

const SAMPLE_CHARACTERS = 100_000;
/** Shows print no stamps; a log has one on most lines that are not indented. */
const STAMPED_SHARE = 0.3;
const SAMPLE_LINES = 400;

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function isLog(path: string): boolean {
  return isLogFile(baseOf(path));
}

/** The command whose output the page is; undefined for a log. */
export function commandOfPage(path: string, lines: readonly string[]): string | undefined {
  const name = baseOf(path);
  if (
    showOf(name) !== undefined ||
    isBuffer(name, lines) ||
    looksLikeLog(lines) ||
    vendorOf(lines.slice(0, SAMPLE_LINES).join('\n')) !== undefined
  )
    return undefined;
  const told = commandOfText(lines);
  // `debug.log` is no `show debug` where messages stand in it, however many lines stand between them.
  if (told === undefined && !SAYS_SHOW.test(name) && stampedIn(lines) >= STAMPED_MIN) return undefined;
  return commandOfName(name) ?? told;
}

/** It is called after the command, or has the head of the buffer: then it is a log, however its lines were broken. */
function isBuffer(name: string, lines: readonly string[]): boolean {
  return SAYS_LOGGING.test(name) || lines.slice(0, SAMPLE_LINES).some((line) => LOGGING_HEADER_END.test(line));
}

/** `show_logging.txt`, `sh_log_hq.txt`, `show log.log` */
const SAYS_LOGGING = /(?:^|[^A-Za-z])sh(?:o|ow)?[^A-Za-z]log(?:g(?:ing?)?)?(?![A-Za-z])/i;
const SAYS_SHOW = /(?:^|[^A-Za-z])sh(?:o|ow)?(?![A-Za-z])/i;
/** Fewer may have come between on a terminal. */
const STAMPED_MIN = 3;

function stampedIn(lines: readonly string[]): number {
  return lines.slice(0, SAMPLE_LINES).filter((line) => {
    const { stamp, isHead } = readLogLine(line);
    return isHead && stamp !== undefined;
  }).length;
}

/** `R1-crypto-ipsec-sa.txt`, `sh_cry_ips_sa.log`, `show crypto ipsec sa peer 198.51.100.1.txt` */
function commandOfName(name: string): string | undefined {
  const words = name
    .replace(/\.(?:txt|log|out|cfg|text)$/i, '')
    .split(/[^A-Za-z0-9.:|]+/)
    .filter((word) => word !== '');
  const from = words.findIndex((word) => /^sh(?:o|ow)?$/i.test(word));
  const told = from === -1 ? words.map((_, at) => ['show', ...words.slice(at)]) : [words.slice(from)];
  return told.map((each) => each.join(' ')).find((command) => isLongEnough(command) && showOfCommand(command) !== undefined);
}

/** A single short word behind `show` may be anything: `hq-c.txt`. */
function isLongEnough(command: string): boolean {
  const [, ...words] = command.split(' ');
  return words.length >= 2 || (words[0] ?? '').length >= WORD_CHARACTERS;
}

const WORD_CHARACTERS = 5;

export function commandOfText(lines: readonly string[]): string | undefined {
  const text = withoutBanners(lines.slice(0, SAMPLE_LINES)).join('\n').slice(0, SAMPLE_CHARACTERS);
  return markedCommand(text) ?? headedAlone(text, lines);
}

/** Below one heading, and with no message of a log beside it, which would be lost. */
function headedAlone(text: string, lines: readonly string[]): string | undefined {
  const [command, ...others] = headedCommands(text);
  return command === undefined || others.length > 0 || lines.some(isMessage) ? undefined : command;
}

/** Of a file without commands or messages in which several shows have their headings: nothing says where each begins. */
export function whyUntold(lines: readonly string[]): string[] {
  const shows = headedCommands(lines.slice(0, SAMPLE_LINES).join('\n').slice(0, SAMPLE_CHARACTERS));
  if (shows.length < 2 || lines.some(isMessage)) return [];
  const names = shows.map((command) => `\`${command}\``).join(', ');
  return [`what ${names} print, as no command says where each begins: each in a file of its own is read`];
}

function isMessage(line: string): boolean {
  return readLogLine(line).isHead;
}

/** `%SYS-5-RESTART: System restarted --`, and below it what `show version` begins with. [C System Message Guide] */
function withoutBanners(lines: readonly string[]): string[] {
  let left = 0;
  return lines.filter((line) => {
    const isMessage = readLogLine(line).isHead;
    left = isMessage ? (RESTARTED.test(line) ? BANNER_LINES : 0) : left - 1;
    return left < 0 || isMessage;
  });
}

const RESTARTED = /%SYS-(?:SP-)?[0-7]-RESTART:/;
const BANNER_LINES = 8;

export function looksLikeLog(lines: readonly string[]): boolean {
  const top = lines.slice(0, SAMPLE_LINES).filter((line) => !/^\s/.test(line));
  return shareOf(top, (line) => readLogLine(line).isHead) > STAMPED_SHARE;
}

/** `show_crypto_ipsec_sa.txt`: as flaptrap itself names it. */
export function nameOfCommand(typed: string): string {
  const listing = listingOfCommand(typed)?.command;
  // What begins otherwise is a log.
  const command = listing === undefined ? (showOfCommand(typed)?.command ?? typed) : `show ${listing}`;
  return `${command.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '')}.txt`;
}
