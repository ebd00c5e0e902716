/** Whether a log can hold a message of an unknown SPI, a warning, by what show logging and the configuration say. */
import { describe, expect, it } from 'vitest';
import { readDiscriminators } from '../../src/ios/discriminators.ts';
import { shutBuffer, shutServers } from '../../src/ios/log-shut.ts';

const header = (
  buffer: string,
  { state = 'enabled', above = '' } = {},
) => `Syslog logging: ${state} (0 messages dropped, 2 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)

${above}
    Console logging: level errors, 2 messages logged, xml disabled,
                     filtering disabled, discriminator(CONSOLE)
    Buffer logging:  ${buffer}
    Exception Logging: size (4096 bytes)

Log Buffer (8192 bytes):
`;

describe('a buffer', () => {
  it.each(['level warnings', 'level notifications', 'level informational', 'level debugging'])('takes a warning at %s', (level) => {
    expect(shutBuffer(header(`${level}, 0 messages logged, xml disabled,\n                    filtering disabled`), '')).toBeUndefined();
  });

  it.each(['errors', 'critical', 'alerts', 'emergencies'])('takes none at level %s', (level) => {
    expect(shutBuffer(header(`level ${level}, 12 messages logged, xml disabled`), '')).toEqual({ by: 'level', level });
  });

  it('takes none while it is disabled, or while logging is off', () => {
    expect(shutBuffer(header('disabled, xml disabled,\n                    filtering disabled'), '')).toEqual({ by: 'disabled' });
    expect(shutBuffer(header('level debugging, 3 messages logged', { state: 'disabled' }), '')).toEqual({ by: 'off' });
  });

  it('is judged by its last header, when it was asked for twice', () => {
    expect(shutBuffer(header('disabled') + header('level debugging, 0 messages logged'), '')).toBeUndefined();
  });

  it('may lack what a filter module took', () => {
    const filtered = 'level debugging, 90 messages logged, xml disabled,\n                    filtering enabled';
    expect(shutBuffer(header(filtered), '')).toEqual({ by: 'filter-module' });
  });

  const behind =
    'level debugging, 358 messages logged, xml disabled,\n                    filtering disabled, discriminator(QUIET), \n                    0 messages rate-limited, 98 messages dropped-by-MD';
  it.each([
    ['that drops its facility', 'QUIET     facility       drops    CRYPTO'],
    ['that drops its severity', 'QUIET     severity group drops    4,6'],
    ['that takes one other mnemonic only', 'QUIET     mnemonics      includes CONFIG_I'],
    ['of which one part drops it', 'QUIET     severity group drops    6\n          msg-body       drops    "invalid spi"'],
    ['whose pattern is more than words', 'QUIET     mnemonics      drops    ^RECVD.*SPI$'],
  ])('takes none behind a discriminator %s', (_what, table) => {
    const above = `Active Message Discriminator:\n${table}\n`;
    expect(shutBuffer(header(behind, { above }), '')).toEqual({ by: 'discriminator', name: 'QUIET' });
  });

  it('takes none behind a discriminator that nothing describes', () => {
    expect(shutBuffer(header(behind), '')).toEqual({ by: 'discriminator', name: 'QUIET' });
  });

  it.each([
    ['that drops something else', 'QUIET     mnemonics      drops    CONFIG_I|UPDOWN'],
    ['that takes its facility', 'QUIET     facility       includes CRYPTO'],
    ['before another destination', 'QUIET     severity group drops    7\n\nCONSOLE   facility       drops    CRYPTO'],
  ])('takes a warning behind a discriminator %s', (_what, table) => {
    expect(shutBuffer(header(behind, { above: `Active Message Discriminator:\n${table}\n` }), '')).toBeUndefined();
  });

  it('that came without its header is judged by the configuration', () => {
    const shut = (configuration: string) => shutBuffer('Nov 20 01:00:00.000: %LINK-3-UPDOWN: down', configuration);
    expect(shut('hostname hq\nlogging buffered 65536 critical\n')).toEqual({ by: 'level', level: 'critical' });
    expect(shut('logging buffered 3\n')).toEqual({ by: 'level', level: '3' });
    expect(shut('no logging buffered\n')).toEqual({ by: 'disabled' });
    expect(shut('no logging on\nlogging buffered 65536\n')).toEqual({ by: 'off' });
    expect(shut('logging discriminator LOUD facility drops SYS|CRYPTO\nlogging buffered discriminator LOUD 65536\n')).toEqual({
      by: 'discriminator',
      name: 'LOUD',
    });
    expect(shut('logging buffered 4096 warnings\n')).toBeUndefined();
    expect(shut('hostname hq\n')).toBeUndefined();
  });
});

describe('syslog servers', () => {
  it('get no warning where the traps are of errors, by the show or by the configuration', () => {
    const show = `${header('level debugging, 4 messages logged').replace('Log Buffer', '    Trap logging: level errors, 9 message lines logged\nLog Buffer')}`;
    expect(shutServers(show, '')).toEqual({ by: 'level', level: 'errors' });
    expect(shutServers('', 'logging trap alerts\nlogging host 203.0.113.9\n')).toEqual({ by: 'level', level: 'alerts' });
    expect(shutServers('', 'logging trap 4\n')).toBeUndefined();
    expect(shutServers('', 'logging host 203.0.113.9\n')).toBeUndefined();
  });

  it('get none where a discriminator stands before each of them', () => {
    const one = 'logging discriminator NOVPN mnemonics drops RECVD_PKT_INV_SPI\nlogging host 203.0.113.9 vrf MGMT discriminator NOVPN\n';
    expect(shutServers('', one)).toEqual({ by: 'discriminator', name: 'NOVPN' });
    expect(shutServers('', `${one}logging host 203.0.113.10\n`)).toBeUndefined();
  });
});

it('a discriminator of several parts has them in one line of the configuration, with its rate limit', () => {
  const line = 'logging discriminator MANY severity drops 5,6 facility includes CRYPTO mnemonics drops SESSION_STATUS rate-limit 100';
  expect(readDiscriminators(line).get('MANY')).toEqual([
    { field: 'severity', drops: true, pattern: '5,6' },
    { field: 'facility', drops: false, pattern: 'CRYPTO' },
    { field: 'mnemonics', drops: true, pattern: 'SESSION_STATUS' },
  ]);
});
