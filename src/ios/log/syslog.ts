/** The syslog shapes are the %FACILITY-SEVERITY-MNEMONIC messages: the invalid SPI first, clock steps, reloads, commands, and any other. */
import { readAddress } from '../../ipsec/address.ts';
import type { EventBase } from '../../ipsec/event.ts';
import { readOverlay } from '../overlay.ts';
import { spelledOut } from '../typed-command.ts';
import type { LogEntry } from './entry.ts';
import { withRightName } from './misprinted-name.ts';
import { readPrintedSpi } from './printed-spi.ts';
import type { LogSession } from './session.ts';
import { calendarAt, MONTHS, msOfDay, precisionOf, YEAR_UNKNOWN } from './stamp.ts';
import { isAmbiguousZone, knownZoneMinutes } from './stamp-zone.ts';

/** `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: …`, `%SYSMGR-STANDBY-3-SHUTDOWN_START: …`, `%LOGGER_… : …` */
export const SYSLOG = /^%([A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+){0,3}?)-([0-7])-([A-Z0-9_]+)\s?:\s?(.*)$/s;
/** `R0/0: cpp_cp: QFP:0.0 Thread:000 TS:00000000734849689650 %IPSEC-3-RECVD_PKT_NOT_IPSEC: Rec'd packet …`: the data plane's own message inside. */
export const NESTED_SYSLOG = /%[A-Z][A-Z0-9_]*-[0-7]-[A-Z0-9_]+: .*$/s;
/** `has invalid spi for destaddr=10.10.1.2`: says what the message is even when its name is another's (PIX 402101); one that names no destination only resembles it (FTD 711001). */
export const INVALID_SPI_TEXT = /\binvalid spi\b/i;
/** What our freezing applet logs when the tail ends: up to it the debugs were on, so that silence before it means something. */
export const RECORDING_MARK = 'debugs were on until here';
/** These quote what others say: an applet that logs its event, a logged command, `send log`. [C] */
const QUOTING = new Set(['HA_EM', 'PARSER', 'SYS']);
const INVALID_SPI_FIELDS = {
  /** `destaddr=10.10.1.2,`, `destaddr= Z.Z.Z.Z , prot`, `dest_addr= 8.8.11.2,`, and as a collector spaces them: `destaddr = 10.10.1.2,` */
  destination: /\bdest_?addr {0,2}= {0,2}([^\s,]*)/i,
  /** `srcaddr=10.1.1.1`, `src_addr= 8.8.10.2,` */
  source: /\bsrc_?addr {0,2}= {0,2}([^\s,]*)/i,
  /** `prot=50,` */
  protocol: /\bprot {0,2}= {0,2}(\d{1,3})/i,
  /** `input interface=Tunnel10001` */
  interface: /\binput interface {0,2}= {0,2}([^\s,]+)/i,
};
/** `System clock has been updated from 20:42:46 KST Mon Mar 26 2012 to 20:49:00 KST Mon Mar 26 2012, configured from …` */
export const CLOCK_UPDATE = /updated from (.{10,60}?) to (.{10,60}?)(?:,|\.?$)/;
/** `20:42:46 KST Mon Mar 26 2012`, `18:56:04.554 EST Mon Oct 17 2016` */
export const CLOCK = /(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))? +(\S{1,10}) +[A-Z][a-z]{2} +([A-Z][a-z]{2}) +(\d{1,2}) +(\d{4})/;
/** `User:dfa_service_admin  logged command:!exec: enable` */
export const LOGGED_COMMAND = /logged command:\s?(?:!exec: )?(.*)$/;
/** %SYS-5-RESTART, %CRYPTO-5-SELF_TEST_START, %SNMP-5-COLDSTART, %SYS-6-BOOTTIME: what a reload looks like. [C] */
const RELOADS = new Set(['SYS-RESTART', 'CRYPTO-SELF_TEST_START', 'SNMP-COLDSTART', 'SYS-BOOTTIME']);

/** False of a message whose name was cut, so that nobody knows which it is. */
export function readSyslog(entry: LogEntry, session: LogSession): boolean {
  const outer = SYSLOG.exec(entry.body) ?? SYSLOG.exec(withRightName(entry.body) ?? '');
  if (outer === null) return readCutName(entry, session);
  readWhole(outer, entry, session);
  return true;
}

/** `%CRYPTO-4-RECVD_PKT_INV_S`: no other message begins so. */
const CUT_NAME = /^%CRYPTO-([0-7])-RECVD_PKT_INV_S(?:P|PI)?\s*$/;
const ANY_CUT_NAME = /^%[A-Z][A-Z0-9_]*-[0-7]-[A-Z0-9_]*\s*$/;

function readCutName(entry: LogEntry, session: LogSession): boolean {
  const severity = CUT_NAME.exec(entry.body)?.[1];
  if (severity === undefined && areRuins(entry.body)) {
    emitRuins(entry, session);
    return true;
  }
  if (severity === undefined) return !ANY_CUT_NAME.test(entry.body);
  session.emit({
    kind: 'syslog',
    facility: 'CRYPTO',
    severity: Number(severity),
    mnemonic: 'RECVD_PKT_INV_SPI',
    message: '',
    ...session.base(entry),
  });
  return true;
}

/** `CRYPTO-4-RECVD_PKT_INV_SPI decaps: rec'd`, `IPSEC packet has invalid spi for dest`, `prot=50, spi=0x730C2FF8(1930178552), srcaddr=…`: too little is left to read, and no other message says so. [C] 115801 */
const RUINS =
  /RECVD_PKT_INV_SPI\W{1,3}decaps|(?:IPSEC|packet has) .{0,12}invalid spi for dest|\bspi ?= ?0x[\dA-F]{1,8}\(\d{1,10}\), srcaddr ?=/i;

/** True of a line that nobody reads where it is what is left of a message of an unknown SPI. */
export function areRuins(line: string): boolean {
  return RUINS.test(line);
}

/** They are told as a message that was cut. */
export function emitRuins(entry: LogEntry, session: LogSession): void {
  const message = entry.body;
  session.emit({ kind: 'syslog', facility: 'CRYPTO', severity: 4, mnemonic: 'RECVD_PKT_INV_SPI', message, ...session.base(entry) });
}

function readWhole(outer: RegExpExecArray, entry: LogEntry, session: LogSession): void {
  const inner = outer[3] === 'PLATFORM' ? NESTED_SYSLOG.exec(outer[4] ?? '') : null;
  const [, facility = '', severity, mnemonic = '', message = ''] = (inner === null ? null : SYSLOG.exec(inner[0])) ?? outer;
  const base = session.base(entry);
  const command = LOGGED_COMMAND.exec(message)?.[1];
  const isItself = INVALID_SPI_TEXT.test(message) && (mnemonic === 'RECVD_PKT_INV_SPI' || INVALID_SPI_FIELDS.destination.test(message));
  if (isItself && !QUOTING.has(facility) && readInvalidSpi(message, base, session)) return;
  if (mnemonic === 'CLOCKUPDATE') readClockStep(message, base, session);
  else if (RELOADS.has(`${facility}-${mnemonic}`)) session.emit({ kind: 'reload', ...base });
  else if (command !== undefined) session.emit({ kind: 'command', command: spelledOut(command.trim()), ...base });
  else {
    const overlay = readOverlay(facility, mnemonic, message);
    const said = { facility, severity: Number(severity), mnemonic, message: message.trim(), ...(overlay === undefined ? {} : { overlay }) };
    session.emit({ kind: 'syslog', ...said, ...base });
  }
}

function readInvalidSpi(message: string, base: EventBase, session: LogSession): boolean {
  const printed = readPrintedSpi(message);
  if (printed === undefined) return false;
  const protocol = INVALID_SPI_FIELDS.protocol.exec(message)?.[1];
  session.emit({
    kind: 'invalid-spi',
    ...printed,
    destination: readAddress(fieldOf(INVALID_SPI_FIELDS.destination, message)),
    source: readAddress(fieldOf(INVALID_SPI_FIELDS.source, message)),
    protocol: protocol === undefined ? undefined : Number(protocol),
    interface: fieldOf(INVALID_SPI_FIELDS.interface, message),
    ...base,
  });
  return true;
}

function fieldOf(pattern: RegExp, message: string): string | undefined {
  const value = pattern.exec(message)?.[1];
  return value === '' ? undefined : value;
}

function readClockStep(message: string, base: EventBase, session: LogSession): void {
  const [, from = '', to = ''] = CLOCK_UPDATE.exec(message) ?? [];
  session.emit({ kind: 'clock-step', fromAt: parseClock(from)?.at ?? null, toAt: parseClock(to)?.at ?? null, ...base });
}

/** Reads the time as `show clock` prints it. */
export function parseClock(text: string): { at: number; precisionMs: number; year: number } | undefined {
  const match = CLOCK.exec(text);
  if (match === null) return undefined;
  const [, hours = '', minutes = '', seconds = '', fraction, zone, month = '', day, year] = match;
  const time = msOfDay(hours, minutes, seconds, fraction);
  const monthIndex = MONTHS.indexOf(month as (typeof MONTHS)[number]);
  if (time === undefined || monthIndex === -1) return undefined;
  const precisionMs = precisionOf(fraction);
  const stamp = { kind: 'calendar', year: Number(year), month: monthIndex, day: Number(day), msOfDay: time, zone, precisionMs } as const;
  return { at: calendarAt(stamp, stamp.year ?? YEAR_UNKNOWN), precisionMs, year: stamp.year };
}

/** False of a time as `show clock` prints it that is read as UTC only because its zone has a name of its own, or one that several share: it bounds nothing. */
export function isZoneKnown(text: string): boolean {
  const zone = CLOCK.exec(text)?.[5];
  return zone !== undefined && knownZoneMinutes(zone) !== undefined && !isAmbiguousZone(zone);
}
