/** A log that is shut takes no message of an unknown SPI, however many there were: by its level, a filter before it, or because it is off. */
import { type Discriminators, type LoggedMessage, lets, readDiscriminators } from './discriminators.ts';
import type { Passing } from './log/filtered.ts';
import { BUFFER_LEVEL, LOGGING_OFF } from './logging.ts';
import { readSeverity } from './severity.ts';

/** `%CRYPTO-4-RECVD_PKT_INV_SPI: …` [C System Message Guide]; the body without its figures. */
const UNKNOWN_SPI: LoggedMessage = {
  facility: 'CRYPTO',
  severity: 4,
  mnemonic: 'RECVD_PKT_INV_SPI',
  body: "decaps: rec'd IPSEC packet has invalid spi for destaddr=, prot=50, spi=0x, srcaddr=, input interface=",
};

/** The message between two ends as every IOS prints it, and with what only some of them have. [C] */
export function unknownSpiText(destination: string, source: string): Passing {
  const { facility, severity, mnemonic } = UNKNOWN_SPI;
  const head = `%${facility}-${severity}-${mnemonic}: decaps: rec'd IPSEC packet has invalid spi`;
  const surely = `${head} for destaddr=${destination}, prot=50, spi=0x, srcaddr=${source}`;
  return { surely, perhaps: `${surely}, input interface=GigabitEthernet0/0` };
}

/** `level`: the word or number that the router prints. */
export type Shut = { by: 'off' | 'disabled' | 'filter-module' } | { by: 'level'; level: string } | { by: 'discriminator'; name: string };

/** True where only messages more severe than that of an unknown SPI are kept. */
export function isTooSevere(level: number): boolean {
  return level < UNKNOWN_SPI.severity;
}

/** Why the buffer takes none: by its header, or by the configuration where it came without one. */
export function shutBuffer(showLogging: string, configuration: string): Shut | undefined {
  const header = lastHeader(showLogging);
  const known = readDiscriminators(`${header ?? ''}\n${configuration}`);
  if (header === undefined) return OFF_LINE.test(configuration) ? { by: 'off' } : shutByLine(BUFFERED_LINE.exec(configuration)?.[0], known);
  if (LOGGING_OFF.test(header)) return { by: 'off' };
  const { disabled, level } = BUFFER_LEVEL.exec(header)?.groups ?? {};
  if (disabled !== undefined) return { by: 'disabled' };
  const buffer = BUFFER_LINES.exec(header)?.[0] ?? '';
  if (/\bfiltering enabled\b/.test(buffer)) return { by: 'filter-module' };
  return shutByLevel(level) ?? shutByName(/\bdiscriminator\((\S{1,20}?)\)/.exec(buffer)?.[1], known);
}

/** Why the syslog servers get none: the level is one for all of them, a discriminator stands before each. */
export function shutServers(showLogging: string, configuration: string): Shut | undefined {
  if (OFF_LINE.test(configuration)) return { by: 'off' };
  const level = TRAP_LEVEL.exec(lastHeader(showLogging) ?? '')?.[1] ?? TRAP_LINE.exec(configuration)?.[1];
  const known = readDiscriminators(configuration);
  const hosts = [...configuration.matchAll(HOST_LINE)].map(([line]) => shutByLine(line, known));
  return shutByLevel(level) ?? (hosts.every((each) => each !== undefined) ? hosts[0] : undefined);
}

/** From its `Syslog logging:` on, up to the buffer. [C] */
function lastHeader(text: string): string | undefined {
  // Long logs without one are many, and looking from behind is slow.
  if (!text.includes(HEADER)) return undefined;
  const at = text.lastIndexOf(HEADER);
  const header = text.slice(at, at + HEADER_CHARACTERS);
  const end = header.search(/^Log Buffer \(/m);
  return end === -1 ? header : header.slice(0, end);
}

const HEADER = 'Syslog logging: ';
/** The header is shorter than this. [L] */
const HEADER_CHARACTERS = 4000;
/** `    Buffer logging:  level debugging, …,` with its lines of continuation, which are indented further. [C] */
const BUFFER_LINES = /^ {0,8}Buffer logging:.*(?:\n {12,40}\S.*)*/m;
/** `    Trap logging: level errors, 12 message lines logged` [C] */
const TRAP_LEVEL = /^\s*Trap logging: level (\w{1,20})/m;
/** `no logging on` [C CFCR] */
const OFF_LINE = /^\s*no logging on\s*$/m;
/** `logging buffered 8192 errors`, `no logging buffered`, `logging buffered discriminator QUIET 8192` [C CFCR] */
const BUFFERED_LINE = /^[ \t]*(?:no )?logging buffered\b.*$/m;
/** `logging trap errors`, `logging trap 3` [C CFCR] */
const TRAP_LINE = /^\s*logging trap (\w{1,20})\s*$/m;
/** `logging host 192.0.2.9 vrf MGMT discriminator QUIET` [C CFCR] */
const HOST_LINE = /^[ \t]*logging host \S.*$/gm;

function shutByLine(line: string | undefined, known: Discriminators): Shut | undefined {
  if (line === undefined) return undefined;
  const [first, , ...words] = line.trim().split(/\s+/);
  if (first === 'no') return { by: 'disabled' };
  const name = / discriminator (\S{1,20})/.exec(line)?.[1];
  // A figure of several digits is the size of the buffer.
  const level = words.find((word) => word !== name && readSeverity(word) !== undefined);
  return shutByLevel(level) ?? shutByName(name, known);
}

function shutByLevel(level: string | undefined): Shut | undefined {
  const severity = level === undefined ? undefined : readSeverity(level);
  return level === undefined || severity === undefined || !isTooSevere(severity) ? undefined : { by: 'level', level };
}

function shutByName(name: string | undefined, known: Discriminators): Shut | undefined {
  return name === undefined || lets(known.get(name), UNKNOWN_SPI) ? undefined : { by: 'discriminator', name };
}
