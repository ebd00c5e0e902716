/** A splice is where a second message begins on the line of a first: a line end was lost, in a terminal, a chat or a mail. */
import { BODY_START, HEAD_SOURCE, isHeadAt } from './head.ts';
import { headerBefore } from './spliced-header.ts';

const DATE = '(?:(?:19|20)\\d{2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\\d{1,2} (?:\\d{4} )?';
const ZONE = '(?: ?(?:[A-Z][A-Za-z]{1,6}|[+-]\\d{2}:?\\d{2}))?';
/** Glued to a figure, as in `GigabitEthernet0/102:03:04: `, the hours are the two that IOS prints at least. */
const UPTIME =
  '(?:(?:(?<![\\w/.:])\\d{1,6}|(?<=[\\w/])\\d{2}):\\d{2}:\\d{2}(?:\\.\\d{3,6})?|(?<![\\w/])(?:\\d+y\\d+w|\\d+w\\d+d|\\d+d\\d{2}h))';
/** `…IKE_QM_EXCH*Oct 25 20:36:32.888: ISAKMP: (1003):Old State …`, `…0/0 1w2d: %CRYPTO-4-…`: a second message behind the first. */
const SPLICED = new RegExp(`[*.]?(?:${DATE}\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,6})?${ZONE}|${UPTIME}): (?:: )?(?=${HEAD_SOURCE})`, 'g');
/** The message that all is about, where its stamp was lost as well; a name in a field of an export has no sentence behind it. */
const UNSTAMPED = /(?<!["'`] ?)%CRYPTO(?:-[A-Z0-9]{1,8})?-4-RECVD_PKT_INV_SPI: decaps: /g;
const UNSTAMPED_NAME = 'RECVD_PKT_INV_SPI: decaps: ';
/** `remote_proxy= 10.2.0.0/255.255.255.0/256/0`, `sa_lifetime(k/sec)= (4608000/3600)`, `next-payload : 8`, `Next payload: KE, reserved: 0x0, length: 48`: a line of a block, which belongs to the message above. */
const OF_BLOCK = /(?:^|[\s(,])[a-z][a-z_]{1,20}(?:\([a-z/]{1,10}\))?= {1,2}[^\s,=]|\b(?:next[ -]payload|reserved|length) {0,10}: {0,2}\w/i;

/** An applet prints the message that it heard, stamp and all; so do `send log` and the configuration log. [C] */
export const QUOTING = /%(?:HA_EM-\d-LOG|SYS-\d-USERLOG_\w+|PARSER-\d-CFGLOG_LOGGEDCMD):/;

/** Two messages, each with a body, need this much; the first one's stamp and name this much. */
export const SHORTEST_SPLICE = 50;
const SHORTEST_HEAD = 12;
/** A second body stands behind the first one's head and its own stamp; most lines have none and need no pattern. */
export const SECOND_BODY = 26;

/** Where a second message begins on the line; -1 when there is one message at most. */
export function spliceAt(line: string): number {
  if (line.length < SHORTEST_SPLICE || QUOTING.test(line)) return -1;
  const stamped = mayHaveSecondBody(line) ? firstBehindAnother(line, SPLICED) : -1;
  const bare = line.includes(UNSTAMPED_NAME, SECOND_BODY) ? firstBehindAnother(line, UNSTAMPED) : -1;
  return stamped === -1 || bare === -1 ? Math.max(stamped, bare) : Math.min(stamped, bare);
}

/** What stands before the first message of a line is its envelope, unless it is the end of a block. */
function firstBehindAnother(line: string, pattern: RegExp): number {
  pattern.lastIndex = SHORTEST_HEAD;
  for (let match = pattern.exec(line); match !== null; match = pattern.exec(line)) {
    const before = line.slice(0, match.index);
    if (BODY_START.test(before) || OF_BLOCK.test(before)) return match.index - headerBefore(before);
  }
  return -1;
}

function mayHaveSecondBody(line: string): boolean {
  for (let at = line.indexOf(': ', SECOND_BODY); at !== -1; at = line.indexOf(': ', at + 1)) if (isHeadAt(line, at + 2)) return true;
  return false;
}
