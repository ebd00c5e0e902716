/** A glance leaves what cannot be about EEM unread, and nothing else. */
import { expect, it } from 'vitest';
import { firstOf, mayTell } from '../../src/applet/glance.ts';
import { parseApplets } from '../../src/applet/parse.ts';

const tells = (line: string): boolean => mayTell(line, firstOf(line));

it.each([
  'event manager applet A',
  '\tEVENT MANAGER APPLET A',
  '  ev m ap A',
  'event manger applet A',
  'evnt managr aplet A',
  'avent manager applet A',
  'event man env x 5',
  'event manager session cli username eem',
  'no event manager applet A',
  'no  event manager applet A',
  'NO event manager applet A',
  'file prompt quiet',
  'line vty 0 4',
  'aaa authorization commands 15 default group tacacs+',
  ' action 10 syslog msg "x"',
  'Since 120 is before 13 in an alphanumeric comparison, this applet does not run.',
])('is not taken as told by a glance: %s', (line) => expect(tells(line)).toBe(true));

it.each([
  'interface Tunnel0',
  ' ip address 192.0.2.1 255.255.255.0',
  ' no shutdown',
  ' no ip redirects',
  'router bgp 64500',
  '  network 192.0.2.0 mask 255.255.255.0',
  'snmp-server host 192.0.2.9 version 2c public',
  'ipv6 unicast-routing',
])('is left by a glance: %s', (line) => expect(tells(line)).toBe(false));

it.each(['', ' ', '\t \t', '\u00a0', '\r'])('nothing begins in %j', (line) => expect(firstOf(line)).toBe(-1));

it.each([
  [' x', 1],
  ['\u00a0\u2003x', 2],
  ['\u0007x', 0],
  ['\ufeffx', 1],
])('a line begins behind whatever is blank: %j', (line, at) => expect(firstOf(line)).toBe(at));

it('costs about as much for lines without a word as for lines with one, however many there are', () => {
  const secondsFor = (line: string): number => {
    const startedAt = performance.now();
    parseApplets(`${line}\n`.repeat(60_000), 'x.cfg');
    return performance.now() - startedAt;
  };
  secondsFor('interface Tunnel0');
  expect(secondsFor('')).toBeLessThan(20 * secondsFor('interface Tunnel0'));
});
