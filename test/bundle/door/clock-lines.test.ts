/** What `show running-config | include clock` says of a router's zone is taken, and nothing else of it. */
import { describe, expect, it } from 'vitest';
import { clockLines } from '../../../src/bundle/door/clock-lines.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';
import { judgeFiles } from '../../case/open.ts';

const put = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });
const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const MESSAGE =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1";
const judged = (command: string, lines: readonly string[], stamp: string) =>
  judgeFiles(
    [
      put('tunnel.yaml', TUNNEL),
      put('a/session.log', [`hq#${command}`, ...lines, 'hq#show logging', `${stamp}: ${MESSAGE}`, 'hq#'].join('\n')),
    ],
    'clocks',
  );
const LOCAL = 'service timestamps log datetime msec localtime';

describe('a filtered configuration', () => {
  it.each([
    ['show running-config | include clock|timestamps', [LOCAL, 'clock timezone CET 1 0'], 'Jan  5 2026 04:00:21.223', '03:00:21.223'],
    ['sh run | i clock', ['clock timezone KTM 5 45'], 'Jan  5 2026 08:45:21.223 KTM', '03:00:21.223'],
    ['sh run | sec clock', ['clock timezone CST 8 0'], 'Jan  5 2026 11:00:21.223 CST', '03:00:21.223'],
    [
      'sh run | i timestamps|clock',
      ['service timestamps log datetime msec', 'clock timezone CET 1 0'],
      'Jan  5 2026 03:00:21.223',
      '03:00:21.223',
    ],
    [
      'show run | i ^clock|^service timestamps',
      [LOCAL, 'clock timezone WIN -4 0', 'clock summer-time SOM recurring 2 Sun Mar 2:00 1 Sun Nov 2:00'],
      'Jul  5 2026 00:00:21.223',
      '03:00:21.223',
    ],
  ])('says by which zone its router stamps: %s', async (command, lines, stamp, utc) => {
    const { verdict, timeline } = await judged(command, lines, stamp);
    expect(timeline.stampedIn.a.isKnown).toBe(true);
    expect(verdict.incidents[0]?.firstAt?.slice('2026-01-05T'.length)).toBe(`${utc}Z`);
  });

  it('is no configuration otherwise: what it lacks may be there', async () => {
    const { verdict } = await judged(
      'show run | i clock|crypto',
      ['clock timezone CET 1 0', 'crypto isakmp policy 10'],
      'Jan  5 2026 04:00:21.223 CET',
    );
    expect(verdict.recovery.a.why).toContain('the crypto configuration was not captured');
  });

  it.each([
    'show run | i timezone',
    'show run | include clock timezone',
    'show run | exclude clock',
    'show run | count clock',
    'show clock | i CET',
  ])('says nothing of zones where the summer may have been left out, or all else: %s', (command) => {
    expect(clockLines(command, openPage('a/x', 'clock timezone CET 1 0'))).toBeUndefined();
  });
});
