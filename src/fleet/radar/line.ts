/** A line of a syslog file is a message with a time: the relay's where it printed one, so that all routers are on one clock, or else the router's own. */
import { type CalendarStamp, calendarAt } from '../../ios/log/stamp.ts';
import { plainLine } from '../../plain-text.ts';
import { type Message, readMessage, relayStampOf } from '../../syslog/message.ts';
import { MAY_MATTER, readSign } from '../../syslog/sign.ts';
import { readTornSign } from '../../syslog/torn.ts';
import type { Radar } from './radar.ts';

/** What became of the lines of one file, JSON. */
export interface LineCounts {
  lines: number;
  /** Nobody can say what they are. */
  unread: number;
  /** Nobody can say when they were printed: no stamp, or an uptime alone. */
  undated: number;
}

/** Clocks run ahead by hours, by zones at most by a day: a date beyond that is of the year before. */
const AHEAD_MS = 48 * 3_600_000;
/** A message was wrapped over no more than these. [C inv-spi, 115801] */
const WRAPPED_MAX = 3;
const TEXT_CHARACTERS = 300;

export class RadarLines {
  readonly counts: LineCounts = { lines: 0, unread: 0, undated: 0 };
  readonly #radar: Radar;
  readonly #label: string;
  readonly #nowMs: number;
  /** A message that goes on in the next line. */
  #open: { text: string; lines: number } | undefined;

  /** `label`: whose file it is, for messages that name no router; `nowMs`: no stamp is later. */
  constructor(radar: Radar, label: string, nowMs: number) {
    this.#radar = radar;
    this.#label = label;
    this.#nowMs = nowMs;
  }

  take(line: string): void {
    this.counts.lines += 1;
    if (line === '') return;
    if (this.#open !== undefined && this.#goesOn(this.#open, line)) return;
    this.flush();
    if (isOpen(line)) this.#open = { text: line, lines: 1 };
    else this.#read(line);
  }

  flush(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open !== undefined) this.#read(open.text);
  }

  #goesOn(open: { text: string; lines: number }, line: string): boolean {
    if (open.lines >= WRAPPED_MAX || !isOpen(open.text) || HEAD.test(line) || readMessage(line).isRead) return false;
    open.text = `${open.text.trimEnd()} ${line.trim()}`;
    open.lines += 1;
    return true;
  }

  #read(text: string): void {
    const message = readMessage(text);
    if (!message.isRead) this.counts.unread += 1;
    const atMs = instantOf(message, this.#nowMs);
    if (atMs === undefined) {
      this.counts.undated += 1;
      return;
    }
    const router = message.host ?? this.#label;
    const { sent, body } = message;
    this.#radar.pass({ router, atMs, sent, body });
    const sign = MAY_MATTER.test(text) ? (readSign(body) ?? (message.isRead ? undefined : readTornSign(text))) : undefined;
    if (sign === undefined) return;
    const said = plainLine(text.slice(0, TEXT_CHARACTERS));
    this.#radar.hear({ ...sign, atMs, source: null, host: router, isTorn: !message.isRead, text: said });
  }
}

/** `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet`, and nothing yet of whose it was. */
export const INVALID_SPI = /RECVD_PKT_INV_SPI|-4-402101/;
/** `srcaddr=198.51.100.1` */
export const SOURCE_KNOWN = /\bsrc_?addr {0,2}= {0,2}[^\s,]+/;

function isOpen(text: string): boolean {
  return INVALID_SPI.test(text) && !SOURCE_KNOWN.test(text);
}

/** What begins a message without a doubt. */
const HEAD = /^<\d{1,3}>|%[A-Z][A-Z0-9_]*-[0-7]-/;

function instantOf(message: Message, nowMs: number): number | undefined {
  const { stamp } = message;
  const known = relayStampOf(message) ?? (stamp?.kind === 'calendar' ? stamp : undefined);
  return known === undefined ? undefined : inYear(known, nowMs);
}

/** The last one that is not ahead of now. */
function inYear(stamp: CalendarStamp, nowMs: number): number {
  if (stamp.year !== undefined) return calendarAt(stamp, stamp.year);
  const year = new Date(nowMs).getUTCFullYear();
  const atMs = calendarAt(stamp, year);
  return atMs - nowMs > AHEAD_MS ? calendarAt(stamp, year - 1) : atMs;
}
