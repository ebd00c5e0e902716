import { describe, expect, it } from 'vitest';
import { redact } from '../../src/bundle/redact.ts';

describe('redacting raw text', () => {
  it.each([
    ['a configuration line', 'crypto isakmp key Gehe1m address 198.51.100.1'],
    ['a line typed at a prompt', 'branch(config)#crypto isakmp key Gehe1m address 198.51.100.1'],
    [
      'a command in the configuration log',
      '*Mar  1 00:00:01.000: %PARSER-5-CFGLOG_LOGGEDCMD: User:ops  logged command:crypto isakmp key Gehe1m address 198.51.100.1',
    ],
    ['a password in an address', '*Mar  1 00:00:01.000: %SYS-6-COPY: copied ftp://ops:Gehe1m@192.0.2.9/x'],
    ['a line that ends in a carriage return', 'enable secret 0 Gehe1m\r'],
    ['a community', 'snmp-server community Gehe1m RO'],
  ])('takes the secret out of %s', (_what, line) => {
    const redacted = redact(line);
    expect(redacted).not.toContain('Gehe1m');
    expect(redacted).toContain('<secret-1>');
    expect(redacted.endsWith('\r')).toBe(line.endsWith('\r'));
  });

  it('takes out the body of a private key, line for line', () => {
    expect(redact('-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA PRIVATE KEY-----\nend')).toBe(
      '-----BEGIN RSA PRIVATE KEY-----\n<secret-1>\n<secret-2>\n-----END RSA PRIVATE KEY-----\nend',
    );
  });

  it('leaves the debugs that speak of keys as they are', () => {
    const lines = [
      '*Mar  1 00:55:40.775: ISAKMP (0:2): found peer pre-shared key matching 198.51.100.1',
      '  (key eng. msg.) OUTBOUND local= 192.0.2.1, remote= 198.51.100.1,',
      '    spi= 0x0(0), conn_id= 0, keysize= 256, flags= 0x0',
    ];
    expect(redact(lines.join('\n'))).toBe(lines.join('\n'));
  });

  it('takes the time of its length, also over many empty lines', () => {
    const before = process.cpuUsage();
    expect(redact(`${'\n'.repeat(300_000)}key 7 0822455D0A16`)).toContain('key 7 <secret-1>');
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});
