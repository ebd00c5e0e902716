/** The ways in which IOS says no, and what only looks like one. */
import { expect, test } from 'vitest';
import { readConfigurationRefusal, readRefusal } from '../../src/ios/refusal.ts';

const MARKER = '          ^\r\n';

test.each([
  [`${MARKER}% Invalid input detected at '^' marker.\r\n\r\n`, 'refused'],
  ['% Incomplete command.\r\n\r\n', 'refused'],
  ['% Ambiguous command:  "sh i"\r\n', 'refused'],
  [
    'Translating "shwo"...domain server (255.255.255.255)\r\n% Unknown command or computer name, or unable to find computer address\r\n',
    'refused',
  ],
  ['% Bad IP address or host name\r\n', 'refused'],
  ['Command authorization failed.\r\n\r\n', 'not-authorized'],
  ['% Authorization failed.\r\n', 'not-authorized'],
  ['%Error opening flash:/none.txt (No such file or directory)\r\n', 'refused'],
  ["% Configuration mode is locked by process '3' user 'ops' from terminal '2'. Please try later.\r\n", 'refused'],
])('%j is a refusal', (answer, code) => {
  expect(readRefusal(answer)?.code).toBe(code);
  expect(readConfigurationRefusal(answer)?.code).toBe(code);
});

test('a file that quotes a refusal is no refusal', () => {
  const file = `${'ISAKMP: packet\r\n'.repeat(20)}% Incomplete command.\r\n`;
  expect(readRefusal(file)).toBeUndefined();
});

test('any other complaint counts in configuration mode only', () => {
  expect(readConfigurationRefusal('%EEM: cannot register\r\n')).toMatchObject({ code: 'refused' });
  expect(readRefusal('% BGP not active\r\n')).toBeUndefined();
});

test('a notice and a log line beside a yes are no refusal', () => {
  expect(readConfigurationRefusal('% Warning: SNMP will be restarted\r\n')).toBeUndefined();
  expect(readConfigurationRefusal('%SYS-5-CONFIG_I: Configured from console by ops on vty0 (192.0.2.9)\r\n')).toBeUndefined();
  expect(readConfigurationRefusal('*Nov 24 04:20:11.123: %SYS-5-CONFIG_I: Configured from console by ops\r\n')).toBeUndefined();
});
