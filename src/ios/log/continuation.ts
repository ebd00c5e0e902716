/** A continuation is a line that belongs to the message above it: a tuple, a payload, or a sentence that was wrapped on its way. */
import type { LogEntry } from './entry.ts';
import { familyAt } from './head.ts';

/** `  (sa) sa_dest= 12.1.1.2, sa_prot= 50,`, `	next-payload : 8` */
export const INDENTED = /^[ \t]/;
/** `srcaddr=10.1.1.1`, `srcaddr=10.1.1.1, ` with something to follow, or without even that */
const SOURCE_KNOWN = /\bsrc_?addr {0,2}= {0,2}[^\s,]+/;
const INTERFACE_OPEN = /,\s*(?:input(?:\s+interface=?)?)?\s*$/;
const INVALID_SPI_OPEN = /RECVD_PKT_INV_SPI|-4-402101/;

/** `%SYS-5-RESTART: System restarted --`, `%SYS-6-BOOTTIME: …`: below it stands the banner of the release. [C] */
const RESTARTED = /^%SYS-\d-(?:RESTART|BOOTTIME)\b/;
/** `Cisco IOS Software, C2900 Software …`, `Technical Support: http://www.cisco.com/techsupport`, `Copyright (c) 1986-2013 by Cisco Systems, Inc.`, `Compiled Thu 26-Sep-13 12:00 by prod_rel_team` [C] */
export const BANNER =
  /^(?:Cisco |IOS |Internetwork Operating |(?:TAC|Technical) Support:|Copyright \(|Compiled |Image text-base|ROM:|BOOTLDR:|System image |Synched to )/;

/** `Pool: Processor  Free: 402112  Cause: Memory fragmentation`, `Alternate Pool: None  Free: 0  Cause: No Alternate pool`, `-Process= "Crypto IKMP", ipl= 0, pid= 301`, `-Traceback= 1DE2D4z …`: what IOS prints below a message of its own trouble [C System Message Guide, SYS-2-MALLOCFAIL] */
export const CRASH_LINE = /^(?:(?:Alternate )?Pool: \S|-(?:Process|Traceback)= ?\S)/;

/** No message has more lines than this; beyond it something else goes on. [L] */
export const LINES_MAX = 40;
/** Terminals of this width broke the line in the middle of a word. */
const TERMINAL_WIDTHS = new Set([79, 80, 132]);

export function continues(entry: LogEntry, line: string): boolean {
  const { body } = entry;
  if (entry.endLine - entry.line >= LINES_MAX) return false;
  if (body.startsWith('%') && INVALID_SPI_OPEN.test(body)) return isInvalidSpiOpen(body);
  if (INDENTED.test(line)) return true;
  if (body.startsWith('%')) return (RESTARTED.test(body) && BANNER.test(line)) || CRASH_LINE.test(line);
  return familyAt(body, 0)?.goesOn?.(body, line) ?? false;
}

function isInvalidSpiOpen(body: string): boolean {
  return !SOURCE_KNOWN.test(body) || INTERFACE_OPEN.test(body);
}

/** `… outbound sa to SPI 5E0CD`, `… has spi 0x5E3`, `sa_spi= 0x730C2`: figures that stand at the end of a line. */
export const SPI_PART = /\bspi\b[ =:]{0,3}(?:0x)?([0-9A-Fa-f]{1,7})$/i;
/** `1A9`, `9E570 and conn_id`: figures with which the next line begins. */
export const SPI_REST = /^\s*([0-9A-Fa-f]{1,7})(?![0-9A-Za-z])/;
const SPI_FIGURES = 8;

/** Where both make the eight figures of an SPI, it was cut inside. */
function isSpiCut(body: string, line: string): boolean {
  const [, part = ''] = SPI_PART.exec(body) ?? [];
  const [, rest = ''] = SPI_REST.exec(line) ?? [];
  return part !== '' && part.length + rest.length === SPI_FIGURES;
}

/** Both parts with one blank between, or none where a terminal of fixed width cut. */
export function joined(body: string, line: string, lastLength: number): string {
  if (isSpiCut(body, line)) return body + line.trim();
  const isCut = TERMINAL_WIDTHS.has(lastLength) && !/\s$/.test(body) && !INDENTED.test(line);
  return isCut ? body + line : `${body.trimEnd()} ${line.trim()}`;
}

/** `*Oct 25 20:3`, `000123: Oct 25 20:37:02.88`: a stamp that ends before its colon. */
export const PARTIAL_STAMP = /^(?:<\d{1,3}>)?(?:\d{1,10}: )?[*.]?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d[\d :.]*$/;

/** True when the last message of a text without a final line end surely goes on: its capture was cut. */
export function isUnfinished(body: string | undefined, lastLine: string): boolean {
  if (PARTIAL_STAMP.test(lastLine)) return true;
  if (body === undefined) return false;
  if (INVALID_SPI_OPEN.test(body)) return !SOURCE_KNOWN.test(body);
  return familyAt(body, 0)?.isCut?.(body) ?? false;
}
