/** Zones of stamps: printed, told by the device's clock or its configuration, or said to be unknown. */
import { describe, expect, it } from 'vitest';
import { isAmbiguousZone, knownZoneMinutes, readZones } from '../../src/ios/log/stamp-zone.ts';
import { timelineOf } from './two-peers.ts';

const NOTE = '%SYS-5-CONFIG_I: Configured from console by ops on console';

function readAs(stamp: string, shows: Record<string, string[]> = {}) {
  const { events, stampedIn } = timelineOf({ a: { 'show_logging.txt': [`${stamp}: ${NOTE}`], ...shows } });
  const at = events[0]?.at;
  return { at: at == null ? null : new Date(at).toISOString(), ...stampedIn.a };
}

describe('a zone', () => {
  it.each([
    ['UTC', 0],
    ['CET', 60],
    ['CEST', 120],
    ['EST', -300],
    ['EDT', -240],
    ['IST', 330],
    ['UTC+2', 120],
    ['GMT-3:30', -210],
  ])('%s is %i minutes east', (zone, minutes) => {
    expect(knownZoneMinutes(zone)).toBe(minutes);
  });

  it.each(['MESZ', 'MEZ', 'WIB', 'PKT', 'EU_TZ', 'MYZONE'])('%s is a name that nobody can know', (zone) => {
    expect(knownZoneMinutes(zone)).toBeUndefined();
  });

  it.each(['IST', 'CST', 'BST'])('%s is the name of several', (zone) => {
    expect(isAmbiguousZone(zone)).toBe(true);
    expect(readAs(`Jan  5 2026 03:00:21.223 ${zone}`)).toMatchObject({ isKnown: false });
  });

  it.each([
    ['clock timezone MEZ 1 0\nclock summer-time MESZ recurring last Sun Mar 2:00 last Sun Oct 3:00', { MEZ: 60, MESZ: 120 }],
    ['clock timezone NST -3 30', { NST: -210 }],
    ['clock timezone IST 2', { IST: 120 }],
    ['clock timezone WIN -4 0\nclock summer-time SOM recurring 2 Sun Mar 2:00 1 Sun Nov 2:00', { WIN: -240, SOM: -180 }],
    ['clock timezone WIN -4 0\nclock summer-time SOM date 8 Mar 2026 2:00 1 Nov 2026 2:00', { WIN: -240, SOM: -180 }],
    ['clock timezone WIN -4 0\nclock summer-time SOM recurring 1 Sun Apr 2:00 4 Sun Oct 2:00 45 ', { WIN: -240, SOM: -195 }],
    ['clock timezone LHST 10 30\nclock summer-time LHDT recurring 1 Sun Oct 2:00 1 Sun Apr 2:00 30', { LHST: 630, LHDT: 660 }],
  ])('has the distance that the configuration gives it: %s', (configuration, named) => {
    expect(readZones(configuration).named).toEqual(named);
  });
});

describe('stamps are read', () => {
  it('by the zone that they print', () => {
    expect(readAs('Jan  5 2026 03:00:21.223 EST')).toMatchObject({
      at: '2026-01-05T08:00:21.223Z',
      isKnown: true,
      why: 'its stamps say EST',
    });
  });

  it.each(['MESZ', 'WIB', 'PKT', 'EU_TZ'])('as they stand, and with a word about it, where the name %s is nobody else’s', (zone) => {
    const { at, isKnown, why } = readAs(`Jan  5 2026 03:00:21.223 ${zone}`);
    expect({ at, isKnown }).toEqual({ at: '2026-01-05T03:00:21.223Z', isKnown: false });
    expect(why).toContain(zone);
  });

  it.each([
    ['MESZ', '2026-01-05T01:00:21.223Z'],
    ['MEZ', '2026-01-05T02:00:21.223Z'],
  ])('by what the configuration calls %s', (zone, at) => {
    const configuration = ['crypto isakmp keepalive 10', 'clock timezone MEZ 1 0', 'clock summer-time MESZ recurring'];
    expect(readAs(`Jan  5 2026 03:00:21.223 ${zone}`, { 'show_running_config.txt': configuration })).toMatchObject({ at, isKnown: true });
  });

  it.each([
    ['10:05:00.000 EST Mon Jan 5 2026', 'Jan  5 10:01:00.000', '2026-01-05T15:01:00.000Z'],
    ['10:05:00.000 CET Mon Jan 5 2026', 'Jan  5 10:01:00.000', '2026-01-05T09:01:00.000Z'],
    ['10:05:00.000 EST Mon Jan 5 2026', 'Jan  5 15:01:00.000', '2026-01-05T15:01:00.000Z'],
    ['10:05:00.000 UTC Mon Jan 5 2026', 'Jan  5 04:01:00.000', '2026-01-05T04:01:00.000Z'],
    ['10:05:00.000 CET Mon Jan 5 2026', 'Jan  5 09:30:00.000', '2026-01-05T08:30:00.000Z'],
  ])('without a zone by show clock, %s: %s', (clock, stamp, at) => {
    const read = readAs(stamp, { 'show_clock.txt': [clock] });
    // Half an hour before one reading and half an hour behind the other: the log fits the local clock, and cannot be of the future.
    expect(read).toMatchObject({ at, isKnown: true });
  });

  it('without a zone by the configuration before the clock', () => {
    const clock = { 'show_clock.txt': ['10:05:00.000 EST Mon Jan 5 2026'] };
    const stamps = (options: string) => ({ 'show_running_config.txt': [`service timestamps log datetime msec${options}`], ...clock });
    expect(readAs('Jan  5 04:01:00.000', stamps(''))).toMatchObject({ at: '2026-01-05T04:01:00.000Z', isKnown: true });
    expect(readAs('Jan  5 04:01:00.000', stamps(' localtime'))).toMatchObject({ at: '2026-01-05T09:01:00.000Z', isKnown: true });
  });

  it.each([
    ['nothing was captured', {}],
    ['the clock is too far away', { 'show_clock.txt': ['10:05:00.000 EST Mon Jan 5 2026'] }],
    ['the clock has a zone of its own', { 'show_clock.txt': ['04:05:00.000 WIB Mon Jan 5 2026'] }],
  ])('as they stand where %s, which is said', (_what, shows) => {
    expect(readAs('Jan  5 04:01:00.000', shows)).toMatchObject({
      minutes: null,
      isKnown: false,
      at: expect.stringContaining('01-05T04:01:00.000Z'),
    });
  });

  it('on one clock: an end without a zone lies where its show clock puts it', () => {
    const invalid = (stamp: string) =>
      `${stamp}: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1`;
    const { incidents, events } = timelineOf({
      a: { 'show_logging.txt': [invalid('Jan  5 10:01:00.000')], 'show_clock.txt': ['10:05:00.000 EST Mon Jan 5 2026'] },
    });
    expect(incidents).toHaveLength(1);
    expect(new Date(events[0]?.commonAt ?? 0).toISOString()).toBe('2026-01-05T15:01:00.000Z');
  });
});
