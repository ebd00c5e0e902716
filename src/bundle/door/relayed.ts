/** A relay that takes each line for a message puts its header before all of them: the lines of one message are put together again, header off. */
import { isHeadAt } from '../../ios/log/head.ts';
import { readLogLine } from '../../ios/log/line.ts';
import { VENDORS } from '../../vendors/families/index.ts';
import { type LearnedHeader, learnHeaders, STRUCTURED_HEADER } from './learned-headers.ts';
import { type Page, reorder } from './page.ts';

const TIME = '\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?';
const BSD = `[A-Z][a-z]{2} {1,2}\\d{1,2} (?:\\d{4} )?${TIME}`;
const ISO = `\\d{4}-\\d{2}-\\d{2}(?:[T ]${TIME}(?:Z|[+-]\\d{2}:?\\d{2})?)?`;
/** `Nov 12 02:52:00 hq 12: `, `2025-11-12T02:52:00.123+00:00 192.0.2.1 `, `<189>12: hq: `: who sent it, and then what the router printed. [C] RFC 3164, 5424 */
export const RELAY_HEADER = new RegExp(
  `^(?:(?:<\\d{1,3}>\\d? ?)?(?:${BSD}|${ISO}) ([\\w.:-]{1,64}?):?(?: (?:(\\d{1,10}):(?: |$))?|$)|<\\d{1,3}>(?:\\d{1,10}: )?([\\w.-]{1,64}):(?: |$))`,
);
/** The daemons of other vendors print no stamp of their own: what stands before their words is the stamp of the message. */
const STARTS = Object.values(VENDORS).map(({ start }) => start);
/** With fewer headers it is no relay's file. */
const SHARE_MIN = 0.5;

interface Sent {
  host: string;
  /** How many messages the router had sent with it, where the header says so. */
  count: number | undefined;
  /** What stands behind the header of a line that is no message of its own. */
  rest: string | undefined;
}

export function gatherRelayed(page: Page): Page {
  const learned = learnHeaders(page.lines);
  const sent = page.lines.map((line) => readSent(line, learned));
  const headed = sent.filter((each) => each !== undefined).length;
  if (!sent.some((each) => each?.rest !== undefined) || headed < page.lines.filter((line) => line !== '').length * SHARE_MIN) return page;
  const groups: number[][] = [];
  const last = new Map<string, number[]>();
  sent.forEach((each, at) => {
    const open = each?.rest === undefined ? undefined : last.get(each.host);
    if (open !== undefined) open.push(at);
    else groups.push([at]);
    const own = groups.at(-1);
    if (open === undefined && each !== undefined && own !== undefined) last.set(each.host, own);
    // What has no header was broken off the line above.
    if (each === undefined) merge(groups);
  });
  const bare = { ...page, lines: recounted(page.lines, sent) };
  const put = reorder(bare, groups.flat());
  return { ...put, done: [...put.done, 'the lines of a message that a relay had sent one by one were put together'] };
}

/** The counter of one that sends line by line counts lines: what was put below a message would be missing from it. */
function recounted(lines: readonly string[], sent: readonly (Sent | undefined)[]): string[] {
  const counted = new Map<string, { below: number; last: number }>();
  return lines.map((line, at) => {
    const each = sent[at];
    if (each === undefined || each.count === undefined) return each?.rest ?? line;
    const { host, count, rest } = each;
    const known = counted.get(host);
    // Back to a lower number: the router started again, or the record stands in the file twice.
    const state = known === undefined || count <= known.last ? { below: 0, last: count } : { ...known, last: count };
    counted.set(host, rest === undefined ? state : { ...state, below: state.below + 1 });
    if (rest !== undefined) return rest;
    return state.below === 0 ? line : line.replace(new RegExp(` 0*${count}: `), ` ${count - state.below}: `);
  });
}

function merge(groups: number[][]): void {
  const loose = groups.pop() ?? [];
  const above = groups.at(-1);
  if (above === undefined) groups.push(loose);
  else above.push(...loose);
}

function readSent(line: string, learned: readonly LearnedHeader[]): Sent | undefined {
  const known = learned.find(({ pattern }) => pattern.test(line));
  const header = known?.pattern.exec(line)?.[0];
  if (known !== undefined && header !== undefined) return sentWith(line, header, known.key);
  const structured = STRUCTURED_HEADER.exec(line);
  if (structured !== null) return sentWith(line, structured[0], (structured[1] ?? '').toLowerCase());
  const found = RELAY_HEADER.exec(line);
  if (found === null) return undefined;
  const count = found[2] === undefined ? undefined : Number(found[2]);
  return { host: (found[1] ?? found[3] ?? '').toLowerCase(), count, rest: isMessage(line) ? undefined : line.slice(found[0].length) };
}

/** A header that is known from the file's messages ends where a message begins, or what goes on with it. */
function sentWith(line: string, header: string, host: string): Sent {
  const rest = line.slice(header.length);
  const count = COUNT.exec(header)?.[1];
  const isOwn = readLogLine(rest).isHead || isHeadAt(rest, 0) || STARTS.some((start) => start.test(line));
  return { host, count: count === undefined ? undefined : Number(count), rest: isOwn ? undefined : rest };
}

/** `hq 000123: `, behind which a message or what goes on with it stands; of two numbers the second is the router's own, which counts no lines. */
const COUNT = /(?<=(?<!\d:) )(\d{1,10}): $/;

function isMessage(line: string): boolean {
  return readLogLine(line).isHead || STARTS.some((start) => start.test(line));
}

/** `hq last message repeated 3 times`, `hq message repeated 3 times: [ 11: Jan  5 …]`: what syslogd and rsyslog write in the place of equal messages. [C rsyslog, RepeatedMsgReduction] */
export const REPEATED = /\bmessage repeated (\d{1,9}) times?\b/;

/** In words, what a relay has not written down. */
export function saidToRepeat({ lines }: Page): string[] {
  const counts = lines.flatMap((line) => {
    const count = line.includes('repeated') ? REPEATED.exec(line)?.[1] : undefined;
    return count === undefined ? [] : [Number(count)];
  });
  const sum = counts.reduce((all, count) => all + count, 0);
  if (sum === 0) return [];
  const messages = sum === 1 ? '1 message' : `${sum} messages`;
  return [`${messages} that a relay did not write down again ("message repeated"): when they came is not known, and they are not counted`];
}
