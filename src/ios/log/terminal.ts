/** A terminal leaves its own marks in a log that was captured from one: prompts, typed commands, pagers, two messages on one line. */
import { BODY_START, HEAD_SOURCE, isHeadAt } from './head.ts';

/** `hq#clear crypto sa`, `Hub-RTR(config)#ip route 192.168.3.0 255.255.255.0 203.0.113.30`, `branch>` */
export const PROMPT_LINE = /^[A-Za-z][\w.-]{0,62}(?:\([\w-]{1,40}\))?[#>](?: ?(\S.*?)?)?\s*$/;
/** ` --More-- ` and the backspaces that wipe it out; colour and cursor codes. */
export const PAGER = /\p{Cc}\[[0-9;?]*[A-Za-z]| ?--More-- ?|(?![\t\r\n])\p{Cc}/gu;
/** `…IKE_QM_EXCH*Oct 25 20:36:32.888: ISAKMP: (1003):Old State …`: a second message behind the first. */
export const SPLICED = new RegExp(
  `[*.]?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\\d{1,2} (?:\\d{4} )?\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,6})?(?: ?[A-Z][A-Za-z]{1,6})?: (?=${HEAD_SOURCE})`,
  'g',
);

/** The typed command, '' for a bare prompt, undefined when the line is no prompt. */
export function readCommand(line: string): string | undefined {
  // Most lines below a message are indented.
  const match = line.startsWith(' ') ? null : PROMPT_LINE.exec(line);
  return match === null ? undefined : (match[1] ?? '');
}

/** `Success rate is 80 percent (4/5), …`, `!!!!!`, `Enter configuration commands, one per line.`, `Configuring from terminal, memory, or network [terminal]? `: what a terminal answers between two messages, and says nothing of a tunnel. [C] */
export const ANSWERED =
  /^(?:Type escape sequence to abort|Sending \d{1,9}, \d{1,5}-byte ICMP Echos|Packet sent with (?:a source address of|the DF bit set)|Success rate is \d{1,3} percent|Enter configuration commands, one per line|Configuring from terminal, memory, or network \[terminal\]\?|(?:\S.{0,60} )?debugging is o(?:n|ff)\s*$|All possible debugging has been turned off|-{6,} show .{1,120} -{6,}\s*$|[!.?&UQM]{2,80}\s*$|\*?M?\.[!.]{1,80}\s*$|show (?:monitor|logging|crypto) [\w :.-]{1,100}$)/;

/** `------------------ show version ------------------`, as `show tech-support` heads its parts */
export const TECH_HEADER = /^-{6,} (show .+?) -{6,}\s*$/;

/** What terminals leave: the pager, backspaces that wipe it out, escapes, bells, filling zeros. Up to six characters are found in half the time of more. */
const LEFTOVERS = ['--More', '\b', '\u001b', '\u0007', '\u0000'] as const;

/** The longest of them. */
export const PAGER_CHARACTERS = 6;

/** True when a terminal left something in the text: most logs have nothing of it, and need not be asked line by line. */
export function hasPager(text: string): boolean {
  return LEFTOVERS.some((leftover) => text.includes(leftover));
}

export function withoutPager(line: string): string {
  return PAGER_HINT.test(line) ? line.replace(PAGER, '') : line;
}

const PAGER_HINT = /--More--|(?![\t\r\n])\p{Cc}/u;

/** Where a second message begins on the line; -1 when there is one message at most. */
export function spliceAt(line: string): number {
  if (line.length < SHORTEST_SPLICE || !mayHaveSecondBody(line) || QUOTING.test(line)) return -1;
  SPLICED.lastIndex = SHORTEST_HEAD;
  const match = SPLICED.exec(line);
  return match !== null && BODY_START.test(line.slice(0, match.index)) ? match.index : -1;
}

/** An applet prints the message that it heard, stamp and all; so do `send log` and the configuration log. [C] */
export const QUOTING = /%(?:HA_EM-\d-LOG|SYS-\d-USERLOG_\w+|PARSER-\d-CFGLOG_LOGGEDCMD):/;

/** Two messages, each with a body, need this much; the first one's stamp and name this much. */
export const SHORTEST_SPLICE = 50;
const SHORTEST_HEAD = 12;
/** A second body stands behind the first one's head and its own stamp; most lines have none and need no pattern. */
export const SECOND_BODY = 26;

function mayHaveSecondBody(line: string): boolean {
  for (let at = line.indexOf(': ', SECOND_BODY); at !== -1; at = line.indexOf(': ', at + 1)) if (isHeadAt(line, at + 2)) return true;
  return false;
}
