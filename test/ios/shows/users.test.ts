/** Counting the terminal lines that are free. */
import { expect, it } from 'vitest';
import { freeTerminalLines, readTerminalHolders } from '../../../src/ios/shows/users.ts';

const USERS = `    Line       User       Host(s)              Idle       Location
   0 con 0                idle                 00:12:07
*  2 vty 0     ops        idle                 00:00:00 192.0.2.9
   3 vty 1     ops        idle                 00:01:10 192.0.2.9
`;

it('ranges are summed, and holders subtracted', () => {
  expect(freeTerminalLines('line con 0\nline vty 0 4\n login\nline vty 5 15\n login\n', USERS)).toBe(14);
});

it('a line without its number among all lines is held too', () => {
  const held =
    '    Line       User       Host(s)              Idle       Location\n* vty 322                 idle                 00:00:00 192.0.2.9\n';
  expect(freeTerminalLines('line vty 320 329\n', held)).toBe(9);
  expect(readTerminalHolders(held)).toEqual(['vty 322: nobody from 192.0.2.9']);
});

it('a single line counts as one', () => {
  expect(freeTerminalLines('line vty 0\n', '')).toBe(1);
});

it('a configuration that was not shown leaves it unknown', () => {
  expect(freeTerminalLines('', USERS)).toBeNull();
});

it('holders are named with the place they came from', () => {
  const login = '   4 vty 2                idle                 1d02h    2001:db8::7\n';
  expect(readTerminalHolders(`${USERS}${login}`)).toEqual([
    'vty 0: ops from 192.0.2.9',
    'vty 1: ops from 192.0.2.9',
    'vty 2: nobody from 2001:db8::7',
  ]);
});
