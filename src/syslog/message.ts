/** A message is one datagram or frame, with what stands before its body taken apart: who printed it, what it was counted as, and when. */
import type { LogLine } from '../ios/log/entry.ts';
import { readLogLine, STAMP_ANYWHERE } from '../ios/log/line.ts';
import { BSD_STAMP, ISO_STAMP, readRelayStamp } from '../ios/log/relay-stamp.ts';
import type { CalendarStamp } from '../ios/log/stamp.ts';
import { isAddress } from '../ipsec/address.ts';

export interface Message {
  /** One line, as it was sent. */
  text: string;
  /** False of what nobody can read: it has no envelope, and begins with nothing that IOS begins with. */
  isRead: boolean;
  body: string;
  stamp: LogLine['stamp'];
  /** The router by its own word (`logging origin-id`) or by the relay's; undefined where none is printed. */
  host: string | undefined;
  /** Counts what the router has sent to its servers: what is missing was lost on the way. [C logging message-counter syslog, the default] */
  sent: number | undefined;
  /** Counts what the router has logged: what is missing was lost, or never sent. [C service sequence-numbers] */
  logged: number | undefined;
}

/** Decodes what came, whatever it holds: half a character of UTF-8 becomes U+FFFD, and several lines become one. */
export function decodeMessage(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return LINE_ENDS.test(text) ? text.replace(/\0+$/, '').trimEnd().replace(WRAPPED, ' ') : text;
}

/** A message of three lines is one that was wrapped for a terminal. */
export const WRAPPED = /[ \t]*[\r\n]+[ \t]*/g;
const LINE_ENDS = /[\r\n]|\0$/;

export function readMessage(text: string): Message {
  const line = readLogLine(text);
  if (!line.isHead) return { text, isRead: false, body: text, stamp: undefined, host: undefined, sent: undefined, logged: undefined };
  const prefix = text.slice(0, text.length - line.body.length);
  const { stamp } = line;
  return { text, isRead: !line.isDamaged, body: line.body, stamp, host: hostOfForm(prefix, line), ...countsIn(prefix) };
}

/** `29: `, `000123: `, each behind the PRI, a host or the other. */
export const COUNT = /(?<=^|[\s>])(\d{1,10}): /g;
/** `service sequence-numbers` fills up to six figures with noughts; what the router has sent is counted without. [C] */
export const PADDED = /^0\d{5}$/;

/** Of two, the first counts what was sent; one alone does, unless it is filled up. [C ios/log forms; L that a long one alone does] */
function countsIn(prefix: string): Pick<Message, 'sent' | 'logged'> {
  if (!prefix.includes(': ')) return { sent: undefined, logged: undefined };
  COUNT.lastIndex = 0;
  const first = COUNT.exec(prefix)?.[1];
  if (first === undefined) return { sent: undefined, logged: undefined };
  const second = COUNT.exec(prefix)?.[1];
  if (second === undefined && PADDED.test(first)) return { sent: undefined, logged: Number(first) };
  return { sent: Number(first), logged: second === undefined ? undefined : Number(second) };
}

/** Figures that stand alone; those of a name (`sw01`, `branch-7`) or of an address tell routers apart. */
export const FIGURES = /(?<![\w.-])\d+(?:\.\d+)?(?![\w.-])/g;
/** `2001:db8::1`, and any that is written out: more colons than two counts, a name and a time have. */
export const IPV6_INSIDE = /::|^(?:[^:]*:){8}/;

/** The envelope without its figures: those of one router are alike; undefined of one that has to be read by itself. */
export function formOf(prefix: string): string | undefined {
  return prefix.length > FORM_CHARACTERS || IPV6_INSIDE.test(prefix) ? undefined : prefix.replace(FIGURES, '0');
}

/** Longer ones are made up. */
const FORM_CHARACTERS = 120;

/** A log has few forms, and each of them thousands of times. */
const HOSTS = new Map<string, string | undefined>();
const HOSTS_MAX = 20_000;

function hostOfForm(prefix: string, line: LogLine): string | undefined {
  const form = formOf(prefix);
  if (form === undefined) return hostIn(prefix, line);
  if (HOSTS.has(form)) return HOSTS.get(form);
  if (HOSTS.size >= HOSTS_MAX) HOSTS.clear();
  const host = hostIn(prefix, line);
  HOSTS.set(form, host);
  return host;
}

/** `<189>`, `<189>1 ` of RFC 5424 */
export const PRIORITY = /^<\d{1,3}>(?:1 (?=\d{4}-|- ))?/;
/** `hq`, `sw01:`, `192.0.2.1`, `2001:db8::1:::`, `Address=192.0.2.1`: words that are no figure and no dash. [C napalm-logs, Kiwi] */
export const HOST = /^(?:Address=)?([A-Za-z0-9][\w.:-]{0,63}?)[:,]*$/;
/** `29:`, `4711`; `Original` and `MSGOUT` stand in the header of Kiwi; what is left of a torn name is none. */
export const NO_HOST = /^(?:\d+:?|Original|MSGOUT|%?[A-Z0-9_]+-[0-7]-[A-Z0-9_]+:?)$/;
/** `3d04h:`, `43w2d:`, `00:12:34:` */
export const UPTIME = /^(?:\d+:\d{2}:\d{2}(?:\.\d+)?|\d+y\d+w|\d+w\d+d|\d+d\d{2}h):$/;

function hostIn(prefix: string, { stamp }: LogLine): string | undefined {
  const behind = prefix.replace(PRIORITY, '');
  if (behind.length < SHORTEST) return undefined;
  const header = isOwnStampFirst(behind) ? behind : behind.replace(ISO_STAMP, '').replace(BSD_STAMP, '');
  const own = STAMP_ANYWHERE.exec(header);
  // `Jan  5 03:00:21 hq: %SYS-…`: what stands where a zone would, and was found to be none.
  const named = own?.[10] !== undefined && stamp?.kind === 'calendar' && stamp.zone === undefined ? own[10] : undefined;
  const words = (own === null ? header : `${header.slice(0, own.index)} ${header.slice(own.index + own[0].length)}`).split(/\s+/);
  return words.map(hostOf).find((host) => host !== undefined) ?? named?.toLowerCase();
}

/** `Jan  8 15:00:23.723 EDT: : `: no relay's, though its first words look like one's. */
function isOwnStampFirst(header: string): boolean {
  return STAMP_ANYWHERE.exec(header)?.index === 0;
}

/** `Jan  5 …`, `2026-01-05…`, right behind the priority: most messages begin with a count. */
const MAY_BE_RELAYED = /^(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2}\.? |\d{4}-)/;

/** When a relay took it; undefined where none printed a time. */
export function relayStampOf({ text, body }: Message): CalendarStamp | undefined {
  const prefix = text.slice(0, text.length - body.length);
  if (!MAY_BE_RELAYED.test(prefix)) return undefined;
  return isOwnStampFirst(prefix.replace(PRIORITY, '')) ? undefined : readRelayStamp(prefix);
}

/** `R: ` is a host. */
const SHORTEST = 3;

function hostOf(word: string): string | undefined {
  if (word.length === 0 || NO_HOST.test(word) || UPTIME.test(word)) return undefined;
  const host = HOST.exec(word)?.[1];
  return host !== undefined && (isAddress(host) || /[A-Za-z]/.test(host)) ? host.toLowerCase() : undefined;
}
