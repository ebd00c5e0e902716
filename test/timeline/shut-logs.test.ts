/** A record's silence about unknown SPIs is worth something only where one of its logs could have held such a message. */
import { describe, expect, it } from 'vitest';
import { HQ, timelineOf } from './two-peers.ts';

const CLOCK = 'Jan  5 2026 03:00:';
const link = (second: number, state = 'down') =>
  `${CLOCK}${String(second).padStart(2, '0')}.000 UTC: %LINK-3-UPDOWN: Interface Gi0/1, changed state to ${state}`;
const login = (second: number) => `${CLOCK}${String(second).padStart(2, '0')}.000 UTC: %SYS-5-CONFIG_I: Configured from console by console`;
const header = (buffer: string, lost = 0) => [
  `Syslog logging: enabled (0 messages dropped, ${lost} messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)`,
  `    Buffer logging:  ${buffer}, xml disabled,`,
  '                    filtering disabled',
  'Log Buffer (8192 bytes):',
  '',
];
const shutOf = (files: Record<string, string[]>) => timelineOf({ a: files, b: [login(1)] }).recordings.a.shut;

describe('a record could not show an unknown SPI', () => {
  it('where its buffer keeps errors only', () => {
    const log = [...header('level errors, 2 messages logged'), link(1), link(4)];
    expect(shutOf({ 'show_logging.txt': log })).toEqual([{ file: 'show_logging.txt', at: 'buffer', by: 'level', level: 'errors' }]);
  });

  it('where its buffer is disabled, or holds nothing', () => {
    expect(shutOf({ 'show_logging.txt': header('disabled') })).toMatchObject([{ by: 'disabled' }]);
    expect(shutOf({ 'show_logging.txt': header('level debugging, 0 messages logged') })).toMatchObject([{ by: 'empty', went: 0 }]);
  });

  it('where its buffer was cleared, or wrapped, and holds seconds', () => {
    expect(shutOf({ 'show_logging.txt': header('level debugging, 8122 messages logged') })).toMatchObject([{ by: 'empty', went: 8122 }]);
    const log = [...header('level debugging, 8122 messages logged'), login(1), login(9)];
    expect(shutOf({ 'show_logging.txt': log })).toMatchObject([{ by: 'brief', messages: 2, went: 8122, lastsMs: 8000 }]);
  });

  it('where more messages were held back by a rate limit than logged', () => {
    const log = (lost: number, went: number) => [...header(`level debugging, ${went} messages logged`, lost), login(1), login(9)];
    expect(shutOf({ 'show_logging.txt': log(41_233, 2) })).toEqual([{ file: 'show_logging.txt', by: 'lossy', lost: 41_233, went: 2 }]);
    expect(shutOf({ 'show_logging.txt': log(20, 2) })).toBeUndefined();
  });

  it('where it came through a filter that leaves the message out, as it was typed or as its file is called', () => {
    const through = (command: string) => shutOf({ 'log.txt': [`hq#${command}`, login(1), login(9), 'hq#'] });
    for (const filter of [
      '| include LINEPROTO',
      '| i ^Jan',
      '| exc CRYPTO',
      '| exclude -[45]-',
      '| count IPSEC',
      'last 2',
      '| inc CRYPTO | ex spi',
    ])
      expect(through(`sh logging ${filter}`), filter).toEqual([{ file: 'log.txt', by: 'filtered', command: `sh logging ${filter}` }]);
    expect(shutOf({ 'show_logging_include_LINEPROTO.txt': [login(1)] })).toMatchObject([{ by: 'filtered' }]);
  });

  it('where its buffer is shut by now, for what stands in it is from before', () => {
    expect(shutOf({ 'show_logging.txt': [...header('disabled'), login(1), login(9)] })).toMatchObject([{ by: 'disabled' }]);
    const off = header('level debugging, 2 messages logged').map((line) => line.replace('logging: enabled', 'logging: disabled'));
    expect(shutOf({ 'show_logging.txt': [...off, login(1), login(9)] })).toMatchObject([{ by: 'off' }]);
  });

  it('where it is of a daemon that negotiates, while a kernel decrypts', () => {
    const charon = 'Jan  5 03:00:01 gw charon: 09[NET] received packet: from 198.51.100.1[500] to 192.0.2.1[500] (92 bytes)';
    expect(shutOf({ 'syslog.log': [charon] })).toMatchObject([{ by: 'vendor', title: 'strongSwan (charon)' }]);
    const userland = 'Jan  5 03:00:02 gw charon: 05[ESP] inbound ESP packet does not belong to an installed SA';
    expect(shutOf({ 'syslog.log': [charon, userland] })).toBeUndefined();
  });

  it('where a server, or a terminal, kept errors only', () => {
    expect(shutOf({ 'syslog-server.log': [link(1), link(2, 'up'), link(7)] })).toEqual([
      { file: 'syslog-server.log', by: 'severe', messages: 3 },
    ]);
    const configuration = ['hostname hq', 'logging trap errors', 'logging host 203.0.113.9'];
    expect(shutOf({ 'syslog-server.log': [link(1)], 'show_running-config.txt': configuration })).toMatchObject([
      { at: 'servers', by: 'level', level: 'errors' },
    ]);
  });
});

describe('a record could show one', () => {
  it('where a lesser message stands in it, whatever its header says by now', () => {
    expect(shutOf({ 'show_logging.txt': [...header('level errors, 2 messages logged'), link(1), login(4)] })).toBeUndefined();
    expect(shutOf({ 'syslog-server.log': [link(1), login(4)] })).toBeUndefined();
  });

  it('where a filter lets the message pass, or other lines stand beside those of the filter', () => {
    const passing = [
      '| include CRYPTO',
      `| i ${HQ}`,
      '| inc RECVD_PKT_INV_SPI|LINEPROTO',
      '| exclude 10.9.9.9',
      '| begin LINK',
      '| ex IKMP',
    ];
    for (const filter of passing) expect(shutOf({ 'log.txt': [`hq#show logg ${filter}`, login(1), login(9)] }), filter).toBeUndefined();
    expect(shutOf({ 'log.txt': [login(1), login(2), login(3), 'hq#show logging | inc LINEPROTO', login(3)] })).toBeUndefined();
    expect(
      shutOf({ 'log.txt': ['hq#show logging last 400', login(1), `Jan  5 2026 04:00:00.000 UTC: %SYS-5-CONFIG_I: x`] }),
    ).toBeUndefined();
  });

  it('where a terminal showed the messages, before it was asked for a buffer that is shut', () => {
    expect(shutOf({ 'console.log': [login(1), login(9), 'hq#show logging', ...header('disabled')] })).toBeUndefined();
  });

  it('where one of its logs is open', () => {
    expect(shutOf({ 'show_logging.txt': header('disabled'), 'syslog-server.log': [login(2)] })).toBeUndefined();
  });

  it('where the buffer takes warnings and none came', () => {
    expect(shutOf({ 'show_logging.txt': [...header('level warnings, 2 messages logged'), link(1), link(4)] })).toBeUndefined();
  });
});

it('messages that a router counts as never logged are told, not guessed', () => {
  const log = [...header('level debugging, 2 messages logged', 41_233), login(1), login(9)];
  expect(timelineOf({ a: log, b: [login(1)] }).recordings.a.unlogged).toBe(41_233);
  expect(timelineOf({ a: [login(1)], b: [login(1)] }).recordings.a.unlogged).toBeUndefined();
});

it('a log that keeps errors only was not heard for what is less severe', () => {
  const { listening } = timelineOf({ a: [...header('level errors, 2 messages logged'), link(1), link(4)], b: [login(1), login(4)] });
  expect(listening.a.families.map(({ family }) => family)).toEqual([]);
  expect(listening.b.families.map(({ family }) => family)).toEqual(['syslog']);
});

describe('a log that may be of the buffer, whatever it is called', () => {
  const filtered = ['logging discriminator QUIET mnemonics drops RECVD_PKT_INV_SPI', 'logging buffered discriminator QUIET 100000'];
  const isShut = (configuration: string[]) =>
    shutOf({ 'messages.txt': [link(1), login(2), link(40)], 'show_running-config.txt': configuration });

  it('is shut where the discriminator before the buffer drops the message, and no server is configured', () => {
    expect(isShut(filtered)).toEqual([{ file: 'messages.txt', at: 'buffer', by: 'discriminator', name: 'QUIET' }]);
  });

  it.each(['logging host 192.0.2.9', 'logging 192.0.2.9'])('is not where a server gets all: %s', (server) => {
    expect(isShut([...filtered, server])).toBeUndefined();
  });
});
