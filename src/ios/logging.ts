/** How a router logs: the header of `show logging`, and the configured `logging buffered`. */

/** `Syslog logging: enabled (0 messages dropped, …`, down to `Log Buffer (4096 bytes):`: what `show logging` says of itself. */
export const LOGGING_HEADER = /^\s*Syslog logging: /;
export const LOGGING_HEADER_END = /^\s*Log Buffer \(\d+ bytes\)/;
/** `    Buffer logging:  level debugging, 120 messages logged, xml disabled,` [C] */
export const BUFFER_LEVEL = /^\s*Buffer logging:\s+(?:level (?<level>\w+)|(?<disabled>disabled))/m;
/** `    Buffer logging:  level debugging, 120 messages logged, xml enabled (8192 bytes),`; the words behind `enabled` are believed [B] */
export const BUFFER_XML = /^\s*Buffer logging:.*\bxml enabled\b/m;
/** `Log Buffer (8192 bytes):` [C] */
export const BUFFER_BYTES = /^Log Buffer \((?<bytes>\d+) bytes\)/m;
/** `    Console logging: level debugging, 12 messages logged` [C] */
export const CONSOLE_LEVEL = /^\s*Console logging:\s+level (?<level>\w+)/m;
/** `    Monitor logging: level debugging, 13 messages logged, xml disabled,` [C] */
export const MONITOR_LEVEL = /^\s*Monitor logging:\s+level (?<level>\w+)/m;
/** `    Trap logging: level informational, 5505 message lines logged` [C] */
export const TRAP_LEVEL = /^\s*Trap logging:\s+level (?<level>\w+)/m;
/** `        Logging to: vty2(1297)`: terminals that watch [C] */
export const WATCHERS = /^\s+Logging to:\s+(?<lines>\S.*?)\s*$/m;
/** `        Logging to 192.0.2.9  (udp port 514, audit disabled,` [C] */
export const SYSLOG_HOST = /^\s+Logging to (?<host>[0-9A-Fa-f]\S*)/gm;
/** `Syslog logging: disabled (0 messages dropped, …`: `no logging on`. [L] */
export const LOGGING_OFF = /^Syslog logging: disabled\b/m;
/** `logging buffered 8192 informational`, `no logging buffered` in a running configuration. [C] */
export const LOGGING_LINE = /^(?:no )?logging buffered\b.*$/m;
/** `logging buffered discriminator QUIET 8192 debugging`, `logging buffered filtered`, `logging buffered xml 4096` [C] CFCR */
export const NARROWED_LINE = /^logging buffered (?:discriminator|filtered|xml)\b.*$/m;

export interface Logging {
  bufferBytes: number;
  isBufferAtDebugging: boolean;
  isConsoleAtDebugging: boolean;
  isMonitorAtDebugging: boolean;
  isTrapAtDebugging: boolean;
  /** `no logging on`: nothing goes beyond the console. */
  isOff: boolean;
  /** The buffer keeps messages as XML. */
  isXml: boolean;
  /** `vty2(1297)`: terminals on which somebody reads along. */
  watchers: string[];
  /** Syslog servers. */
  hosts: string[];
}

export function readLogging(showLogging: string): Logging {
  const isAtDebugging = (level: RegExp): boolean => level.exec(showLogging)?.groups?.['level'] === 'debugging';
  return {
    bufferBytes: Number(BUFFER_BYTES.exec(showLogging)?.groups?.['bytes'] ?? 0),
    isBufferAtDebugging: isAtDebugging(BUFFER_LEVEL),
    isConsoleAtDebugging: isAtDebugging(CONSOLE_LEVEL),
    isMonitorAtDebugging: isAtDebugging(MONITOR_LEVEL),
    isTrapAtDebugging: isAtDebugging(TRAP_LEVEL),
    isOff: LOGGING_OFF.test(showLogging),
    isXml: BUFFER_XML.test(showLogging),
    watchers: WATCHERS.exec(showLogging)?.groups?.['lines']?.split(/[\s,]+/) ?? [],
    hosts: [...showLogging.matchAll(SYSLOG_HOST)].map(({ groups }) => groups?.['host'] ?? ''),
  };
}

/** The configured line, or null when the device runs on its default. */
export function readLoggingLine(runningConfiguration: string): string | null {
  return LOGGING_LINE.exec(runningConfiguration)?.[0].trim() ?? null;
}

/** The line by which the buffer takes only some messages, or takes them in another form. */
export function readNarrowedLine(runningConfiguration: string): string | undefined {
  return NARROWED_LINE.exec(runningConfiguration)?.[0].trim();
}

/** `Syslog logging: enabled (0 messages dropped, 3 messages rate-limited, 0 flushes, 0 overruns, xml disabled, …`; 12.2 rate-limits nothing. [C] */
export const COUNTERS =
  /^\s*Syslog logging: \w+ \((?<dropped>\d+) messages? dropped,(?:\s+(?<rateLimited>\d+) messages? rate-limited,)?\s+(?<flushes>\d+) flushes,\s+(?<overruns>\d+) overruns\b/gm;
/** `    Buffer logging:  level debugging, 120 messages logged, xml disabled,` [C] */
const BUFFERED = /^\s*Buffer logging:\s+level \w+, (?<messages>\d+) messages? logged/m;

/** What `show logging` says of the messages that the log does not hold; since the device started. */
export interface LogCounters {
  /** Of the text, from 1. */
  line: number;
  dropped: number;
  rateLimited: number;
  flushes: number;
  overruns: number;
  /** Messages that went to the buffer, whether it still holds them or not; null when it is off. */
  buffered: number | null;
  /** The room of the buffer, above its first message; null where the header does not say. */
  bufferBytes: number | null;
}

/** Messages that did not reach the log, since the device started. */
export function lostIn({ dropped, rateLimited, flushes, overruns }: LogCounters): number {
  return dropped + rateLimited + flushes + overruns;
}

const COUNTED = new WeakMap<{ text: string }, LogCounters[]>();

/** Those of a file, which is long and asked more than once. */
export function countersIn(file: { text: string }): readonly LogCounters[] {
  const counters = COUNTED.get(file) ?? readLogCounters(file.text);
  COUNTED.set(file, counters);
  return counters;
}

/** As often as the text holds its header, in order. */
export function readLogCounters(text: string): LogCounters[] {
  if (!text.includes('Syslog logging:')) return [];
  const heads = [...text.matchAll(COUNTERS)];
  return heads.map((head, index) => {
    const until = Math.min(heads[index + 1]?.index ?? text.length, head.index + HEADER_CHARACTERS);
    const count = (name: string) => Number(head.groups?.[name] ?? 0);
    const numberIn = (pattern: RegExp): number | null => {
      const [, number] = pattern.exec(text.slice(head.index, until)) ?? [];
      return number === undefined ? null : Number(number);
    };
    const above = text.slice(0, head.index + (/\S/.exec(head[0])?.index ?? 0));
    return {
      line: above.split('\n').length,
      dropped: count('dropped'),
      rateLimited: count('rateLimited'),
      flushes: count('flushes'),
      overruns: count('overruns'),
      buffered: numberIn(BUFFERED),
      bufferBytes: numberIn(BUFFER_BYTES),
    };
  });
}

/** The header is shorter than this. [L] */
const HEADER_CHARACTERS = 4000;
