/** A router's log: its buffer with size and level, and whoever listens to messages. */
import { logStamp } from './stamp.ts';

export const LEVELS = ['emergencies', 'alerts', 'critical', 'errors', 'warnings', 'notifications', 'informational', 'debugging'] as const;
const DEBUGGING = 7;
/** What IOS has when nobody configured it. [C] */
export const DEFAULT_BUFFER_BYTES = 4096;

export class Log {
  bufferBytes = DEFAULT_BUFFER_BYTES;
  level = DEBUGGING;
  isEnabled = true;
  /** Each with its stamp. */
  #lines: string[] = [];
  #bytes = 0;
  #count = 0;
  readonly #now: () => number;
  readonly #mark: string;
  #lastAtMs = Number.NEGATIVE_INFINITY;

  constructor(now: () => number, mark: string) {
    this.#now = now;
    this.#mark = mark;
  }

  /** Continuation lines of a debug have no stamp of their own. [C] */
  write(text: string, severity: number): void {
    if (!this.isEnabled || severity > this.level) return;
    // A log never steps back on its own: two messages of one instant stand in the order in which they were said.
    this.#lastAtMs = Math.max(this.#lastAtMs, this.#now());
    this.#count += 1;
    for (const [index, line] of text.split('\n').entries())
      this.#push(index === 0 ? `${this.#mark}${logStamp(this.#lastAtMs)}: ${line}` : line);
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
    return [
      'Syslog logging: enabled (0 messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)',
      '',
      '    Console logging: level informational, 0 messages logged, xml disabled,',
      '                     filtering disabled',
      '    Monitor logging: level debugging, 0 messages logged, xml disabled,',
      '                     filtering disabled',
      `    Buffer logging:  ${this.isEnabled ? `level ${LEVELS[this.level]}, ${this.#count} messages logged` : 'disabled'}, xml disabled,`,
      '                    filtering disabled',
      '    Trap logging: level informational, 0 message lines logged',
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
