/** Commands as people type them. */
import { describe, expect, it } from 'vitest';
import { readLog } from '../../src/ios/log/log.ts';
import { spelledOut } from '../../src/ios/typed-command.ts';

describe('a command that was cut short', () => {
  it.each([
    ['cl cry sa peer 198.51.100.1', 'clear crypto sa peer 198.51.100.1'],
    ['clea cryp sa', 'clear crypto sa'],
    ['cle cr sess rem 198.51.100.1', 'clear crypto session remote 198.51.100.1'],
    ['do cl cry isa', 'do clear crypto isakmp'],
    ['clear cry ips sa pe 198.51.100.1', 'clear crypto ipsec sa peer 198.51.100.1'],
    ['deb cry isa', 'debug crypto isakmp'],
    ['Debug Crypto IKEv2', 'debug crypto ikev2'],
    ['u all', 'undebug all'],
    ['un al', 'undebug all'],
    ['no deb cry ips', 'no debug crypto ipsec'],
    ['cl cry sa cou', 'clear crypto sa counters'],
  ])('%s is %s', (typed, meant) => {
    expect(spelledOut(typed)).toBe(meant);
  });

  it.each(['clear crypto s', 'clear c', 'clear crypto i', 'send log 4 "%CRYPTO-4  x"', 'show run', 'conf t'])(
    '%s fits several or none, and stays as it was typed',
    (typed) => {
      expect(spelledOut(typed)).toBe(typed);
    },
  );

  it('is spelled out in the record, whose line stays as it was printed', () => {
    const log = readLog('hq#cl cry sa peer 198.51.100.1\n', { side: 'a', file: 'terminal.txt' });
    expect(log.events).toMatchObject([
      { kind: 'command', command: 'clear crypto sa peer 198.51.100.1', text: 'hq#cl cry sa peer 198.51.100.1' },
    ]);
  });
});
