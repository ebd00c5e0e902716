/** A message that stands in a file twice is one, unless its stamp is so wide that the router may have said the same again. */
import { describe, expect, it } from 'vitest';

import { withoutRepeats } from '../../../src/bundle/door/repeats.ts';

const UNKNOWN =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552)";
const pageOf = (lines: string[]) => ({ path: 'a/log.txt', lines, numbers: lines.map((_, at) => at + 1), done: [] });
const kept = (...lines: string[]) => withoutRepeats(pageOf(lines)).lines.filter((line) => line !== '').length;

it('the same under a stamp of hours or of a day is as many messages, for IOS says it once a minute', () => {
  for (const stamp of ['1w2d', '3d04h', '2y10w']) {
    const line = `${stamp}: ${UNKNOWN}`;
    expect([kept(line, line, line), kept(line, line, line, line)], stamp).toEqual([3, 4]);
  }
});

it('the same under a stamp of seconds, or under one number, is one', () => {
  const fine = `00:12:34: ${UNKNOWN}`;
  expect(kept(fine, fine)).toBe(1);
  const numbered = `000123: 1w2d: ${UNKNOWN}`;
  expect(kept(numbered, numbered)).toBe(1);
});

/** Of each probe the packets look alike, and the names do not. */
const probes = (hour: string, from: number, count: number, stampOf: (time: string) => string) =>
  Array.from({ length: count }, (_, step) => {
    const time = stampOf(`${hour}:${String(step + 10)}:20`);
    return [
      `${time}ISAKMP:(1001):Sending an IKE IPv4 Packet.`,
      `${time}ISAKMP:(1001): set new node ${from + step} to QM_IDLE`,
      `${time}ISAKMP:(1001):processing NOTIFY DPD/R_U_THERE_ACK protocol 1, message ID = ${from + step}`,
    ];
  }).flat();
const SET_BACK =
  '%SYS-6-CLOCKUPDATE: System clock has been updated from 10:43:20 UTC Tue Mar 10 2026 to 09:43:20 UTC Tue Mar 10 2026, configured from console by noc on vty0 (10.1.1.9).';

describe.each([
  ['with milliseconds', (time: string) => `*Mar 10 ${time}.100 UTC: `],
  ['of whole seconds', (time: string) => `Mar 10 ${time}: `],
])('under stamps %s', (_, stampOf) => {
  const first = probes('09', 100, 20, stampOf);
  const again = probes('09', 500, 20, stampOf);
  const all = (lines: string[]) => kept(...lines) - lines.length;
  const told = [...first, ...probes('10', 200, 4, stampOf), `${stampOf('09:09:20')}${SET_BACK}`];

  it('what a clock that was set back lets come again is no copy', () => {
    expect(all([...told, ...again])).toBe(0);
    expect(all([...told, `${stampOf('09:10:20')}${UNKNOWN}`, ...again])).toBe(0);
  });

  it('nor is the hour that comes twice, or a step back that nobody tells', () => {
    expect(all([...first, ...again])).toBe(0);
  });

  it('a second record is a copy, and of both sides of that clock', () => {
    expect(all([...first, ...first])).toBe(-first.length);
    expect(all([...first, ...first.slice(30)])).toBe(-30);
    expect(all([...told, ...again, ...told, ...again])).toBe(-told.length - again.length);
  });

  it('a second record that a filter thinned is a copy too', () => {
    const packets = first.filter((line) => line.includes('Sending'));
    expect([all([...first, ...packets]), all([...packets, ...first])]).toEqual([-packets.length, -packets.length]);
  });
});

it('the same hour under the name of another zone is another hour', () => {
  const line = 'ISAKMP:(1001):Sending an IKE IPv4 Packet.';
  expect(kept(`Oct 25 02:30:00.100 CEST: ${line}`, `Oct 25 02:59:00.100 CEST: ${line}`, `Oct 25 02:30:00.100 CET: ${line}`)).toBe(3);
});
