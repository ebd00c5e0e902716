/** How a router logs: the header of `show logging`, and the configured `logging buffered`. */

/** `    Buffer logging:  level debugging, 120 messages logged, xml disabled,` [C] */
export const BUFFER_LEVEL = /^\s*Buffer logging:\s+(?:level (?<level>\w+)|(?<disabled>disabled))/m;
/** `Log Buffer (8192 bytes):` [C] */
export const BUFFER_BYTES = /^Log Buffer \((?<bytes>\d+) bytes\)/m;
/** `    Console logging: level debugging, 12 messages logged` [C] */
export const CONSOLE_LEVEL = /^\s*Console logging:\s+level (?<level>\w+)/m;
/** `logging buffered 8192 informational`, `no logging buffered` in a running configuration. [C] */
export const LOGGING_LINE = /^(?:no )?logging buffered\b.*$/m;

export interface Logging {
  bufferBytes: number;
  isBufferAtDebugging: boolean;
  isConsoleAtDebugging: boolean;
}

export function readLogging(showLogging: string): Logging {
  return {
    bufferBytes: Number(BUFFER_BYTES.exec(showLogging)?.groups?.['bytes'] ?? 0),
    isBufferAtDebugging: BUFFER_LEVEL.exec(showLogging)?.groups?.['level'] === 'debugging',
    isConsoleAtDebugging: CONSOLE_LEVEL.exec(showLogging)?.groups?.['level'] === 'debugging',
  };
}

/** The configured line, or null when the device runs on its default. */
export function readLoggingLine(runningConfiguration: string): string | null {
  return LOGGING_LINE.exec(runningConfiguration)?.[0].trim() ?? null;
}
