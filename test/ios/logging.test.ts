/** How a router says that it logs. */
import { expect, it } from 'vitest';
import { readLogging, readLoggingLine } from '../../src/ios/logging.ts';

const HEADER = `Syslog logging: enabled (0 messages dropped, 3 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)

    Console logging: level debugging, 120 messages logged, xml disabled,
                     filtering disabled
    Monitor logging: level debugging, 0 messages logged, xml disabled,
    Buffer logging:  level informational, 120 messages logged, xml disabled,
                    filtering disabled

Log Buffer (8192 bytes):
`;

it('the buffer has its size and its level', () => {
  expect(readLogging(HEADER)).toEqual({ bufferBytes: 8192, isBufferAtDebugging: false, isConsoleAtDebugging: true });
});

it('a disabled buffer has no bytes', () => {
  expect(readLogging('    Buffer logging:  disabled, xml disabled,\n')).toEqual({
    bufferBytes: 0,
    isBufferAtDebugging: false,
    isConsoleAtDebugging: false,
  });
});

it('the configured line is what is put back', () => {
  expect(readLoggingLine('hostname hq\nlogging buffered 8192 informational\nline vty 0 4\n')).toBe('logging buffered 8192 informational');
  expect(readLoggingLine('no logging buffered\n')).toBe('no logging buffered');
  expect(readLoggingLine('hostname hq\n')).toBeNull();
});
