/** How a router says that it logs. */
import { expect, it } from 'vitest';
import { readLogCounters, readLogging, readLoggingLine } from '../../src/ios/logging.ts';

const HEADER = `Syslog logging: enabled (0 messages dropped, 3 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)

    Console logging: level debugging, 120 messages logged, xml disabled,
                     filtering disabled
    Monitor logging: level debugging, 0 messages logged, xml disabled,
    Buffer logging:  level informational, 120 messages logged, xml disabled,
                    filtering disabled

Log Buffer (8192 bytes):
`;

it('the buffer has its size and its level', () => {
  expect(readLogging(HEADER)).toEqual({
    bufferBytes: 8192,
    isBufferAtDebugging: false,
    isConsoleAtDebugging: true,
    isMonitorAtDebugging: true,
    isTrapAtDebugging: false,
    isOff: false,
    isXml: false,
    watchers: [],
    hosts: [],
  });
});

it('a disabled buffer has no bytes', () => {
  expect(readLogging('    Buffer logging:  disabled, xml disabled,\n')).toMatchObject({
    bufferBytes: 0,
    isBufferAtDebugging: false,
    isConsoleAtDebugging: false,
  });
});

it('who else hears of messages is named: terminals that watch, and syslog servers with their addresses of both kinds', () => {
  const header = `Syslog logging: disabled (0 messages dropped, 27 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)
    Monitor logging: level informational, 1297 messages logged, xml disabled,
                     filtering disabled
        Logging to: vty2(1297)
    Buffer logging:  level debugging, 5501 messages logged, xml enabled,
    Trap logging: level debugging, 5509 message lines logged
        Logging to 2001:DB8::1  (MGMT) (udp port 514, audit disabled,
        Logging to 192.0.2.9  (tcp port 1514, audit disabled,
`;
  expect(readLogging(header)).toMatchObject({
    isOff: true,
    isXml: true,
    isMonitorAtDebugging: false,
    isTrapAtDebugging: true,
    watchers: ['vty2(1297)'],
    hosts: ['2001:DB8::1', '192.0.2.9'],
  });
});

it('the configured line is what is put back', () => {
  expect(readLoggingLine('hostname hq\nlogging buffered 8192 informational\nline vty 0 4\n')).toBe('logging buffered 8192 informational');
  expect(readLoggingLine('no logging buffered\n')).toBe('no logging buffered');
  expect(readLoggingLine('hostname hq\n')).toBeNull();
});

it.each([
  [HEADER, { dropped: 0, rateLimited: 3, flushes: 0, overruns: 0, buffered: 120 }],
  // 12.2 knows no limit; newer ones fold the line.
  [
    'Syslog logging: enabled (11 messages dropped, 1 flushes, 2 overruns)\n',
    { dropped: 11, rateLimited: 0, flushes: 1, overruns: 2, buffered: null },
  ],
  [
    'Syslog logging: enabled (1 message dropped, 4 messages rate-limited,\n                0 flushes, 0 overruns, xml disabled)\n    Buffer logging:  disabled, xml disabled,\n',
    { dropped: 1, rateLimited: 4, flushes: 0, overruns: 0, buffered: null },
  ],
])('what never reached the log is counted by the log', (header, counters) => {
  expect(readLogCounters(`hq#show logging\n${header}`)).toMatchObject([{ line: 2, ...counters }]);
});

it('each header in a terminal log counts by itself', () => {
  const two = readLogCounters(`${HEADER}hq#\n${HEADER.replace('3 messages', '9 messages')}`);
  expect(two.map(({ rateLimited }) => rateLimited)).toEqual([3, 9]);
  expect(readLogCounters('no header')).toEqual([]);
});
