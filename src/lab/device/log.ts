/** What a router writes down: its log, with size, level and whoever listens to messages, and the event traces of IOS XE. */
import { SEVERITIES } from '../../ios/severity.ts';
import type { Configuration } from './configuration.ts';
import { isKept, sayHosts, sayLevel } from './log-settings.ts';
import { type LogKind, logStamp } from './stamp.ts';

export const LEVELS = SEVERITIES;
const DEBUGGING = 7;
/** `logging buffered 4194304 debugging`, each part optional */
export const LOGGING_BUFFERED = /^logging buffered(?: (?<bytes>\d+))?(?: (?<level>[a-z]+))?$/;
/** What IOS has when nobody configured it. [C] */
export const DEFAULT_BUFFER_BYTES = 4096;

/** A terminal, which watches after `terminal monitor`. */
interface Watcher {
  isWatching(): boolean;
  hear(lines: string): void;
}

export class Log {
  bufferBytes = DEFAULT_BUFFER_BYTES;
  level = DEBUGGING;
  isEnabled = true;
  /** Each with its stamp. */
  #lines: string[] = [];
  #bytes = 0;
  /** Messages in the buffer since it began. */
  #count = 0;
  /** Messages at all. */
  #said = 0;
  /** Who watches: terminals with `terminal monitor`. */
  readonly watchers = new Set<Watcher>();
  readonly #now: () => number;
  readonly #configuration: () => Configuration;
  #secondMs = 0;
  #inThisSecond = 0;
  readonly #envelope: (kind: LogKind, atMs: number, sequence: number) => string;
  #lastAtMs = Number.NEGATIVE_INFINITY;

  /** `envelope`: what stands before a line's text. */
  constructor(now: () => number, envelope: (kind: LogKind, atMs: number, sequence: number) => string, configuration: () => Configuration) {
    this.#now = now;
    this.#configuration = configuration;
    this.#envelope = envelope;
  }

  /** Continuation lines of a debug have no stamp of their own. [C] */
  write(text: string, severity: number): void {
    // A log never steps back on its own: two messages of one instant stand in the order in which they were said.
    this.#lastAtMs = Math.max(this.#lastAtMs, this.#now());
    this.#said += 1;
    const lines = `${this.#envelope(severity === DEBUGGING ? 'debug' : 'log', this.#lastAtMs, this.#said)}${text}`;
    for (const { isWatching, hear } of this.watchers) if (isWatching()) hear(lines);
    const secondMs = Math.floor(this.#lastAtMs / 1000);
    this.#inThisSecond = secondMs === this.#secondMs ? this.#inThisSecond + 1 : 1;
    this.#secondMs = secondMs;
    if (!this.isEnabled || severity > this.level || !isKept(this.#configuration(), severity, this.#inThisSecond)) return;
    this.#count += 1;
    for (const line of lines.split('\n')) this.#push(line);
  }

  /** A new size empties the buffer. [B] */
  resize(bytes: number, level: number): void {
    if (bytes !== this.bufferBytes) this.clear();
    this.bufferBytes = bytes;
    this.level = level;
    this.isEnabled = true;
  }

  clear(): void {
    this.#lines = [];
    this.#bytes = 0;
  }

  show(): string {
    const configuration = this.#configuration();
    const xml = configuration.find(/^logging buffered xml\b/) === undefined ? 'xml disabled' : 'xml enabled';
    return [
      `Syslog logging: ${configuration.has('no logging on') ? 'disabled' : 'enabled'} (0 messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)`,
      '',
      `    Console logging: ${sayLevel(configuration, 'console')}, 0 messages logged, xml disabled,`,
      '                     filtering disabled',
      `    Monitor logging: ${sayLevel(configuration, 'monitor')}, 0 messages logged, xml disabled,`,
      '                     filtering disabled',
      ...([...this.watchers].some(({ isWatching }) => isWatching()) ? [`        Logging to: vty2(${this.#said})`] : []),
      `    Buffer logging:  ${this.isEnabled ? `level ${LEVELS[this.level]}, ${this.#count} messages logged` : 'disabled'}, ${xml},`,
      '                    filtering disabled',
      `    Trap logging: ${sayLevel(configuration, 'trap')}, 0 message lines logged`,
      ...sayHosts(configuration),
      '',
      `Log Buffer (${this.bufferBytes} bytes):`,
      '',
      ...this.#lines,
    ].join('\n');
  }

  #push(line: string): void {
    this.#lines.push(line);
    this.#bytes += line.length + 2;
    while (this.#bytes > this.bufferBytes && this.#lines.length > 0) this.#bytes -= (this.#lines.shift() ?? '').length + 2;
  }
}

/** A ring of lines that IOS XE keeps in memory without any debug, where somebody has enabled it. [C] ike.md 4.2; off by default since 16.12.2 CFCR */
export class EventTrace {
  isEnabled: boolean;
  #lines: string[] = [];
  readonly #now: () => number;
  /** How many lines it keeps. */
  readonly #entries: () => number;

  constructor(isEnabled: boolean, entries: () => number, now: () => number) {
    this.isEnabled = isEnabled;
    this.#entries = entries;
    this.#now = now;
  }

  write(text: string): void {
    if (!this.isEnabled) return;
    this.#lines.push(`*${logStamp(this.#now())}: ${text}`);
    if (this.#lines.length > this.#entries()) this.#lines.shift();
  }

  show(): string {
    // What it held before is still shown. [U]
    if (!this.isEnabled) return ['Tracing currently disabled, from exec command', ...this.#lines].join('\n');
    return this.#lines.join('\n');
  }

  clear(): void {
    this.#lines = [];
  }
}
