/** Secrets in what people paste and programs print: typed with corrections, broken by a terminal, in a table, a tag, a difference. */
import { describe, expect, it } from 'vitest';
import { removeSecrets } from '../../../src/ios/secrets.ts';

const KEY = 'Zk7wQm4vXb9t';

describe('a secret that was pasted or printed', () => {
  it.each([
    ['behind a keyword typed with a correction', `hq(config)#crypto isakmp kex\b \by ${KEY} address 192.0.2.1`],
    ['itself typed with a correction', `hq(config)#ntp authentication-key 1 md5 ${KEY.slice(0, 4)}x\b \b${KEY.slice(4)} 7`],
    ['in colours that end inside a keyword', `enable sec\x1b[1mret\x1b[0m ${KEY}`],
    ['behind `key`, broken in two', `crypto isakmp k\ney ${KEY} address 192.0.2.1`],
    ['behind `secret`, broken in two', `username ops privilege 15 secr\net 9 ${KEY}`],
    ['behind `local`, broken in two', ` pre-shared-key loc\nal ${KEY}`],
    ['behind `community`, broken in two', `snmp-server communi\nty ${KEY} RO`],
    ['in JSON, in camel case', `"preSharedKey": "${KEY}"`],
    ['in a variable of an environment', `PSK_HQ="${KEY}"`],
    ['in NETCONF, a level below', `<pre-shared-key><local-option>${KEY}</local-option></pre-shared-key>`],
    ['as a community of NETCONF', `<community-config><name>${KEY}</name></community-config>`],
    ['in a chat script', `chat-script LTE "" "ATDT" "login:" u "ssword:" ${KEY}`],
    ['as the PIN of a SIM', `chat-script LTE "" "AT+CPIN=${KEY}" OK`],
    ['behind a question that names its user', `[sudo] password for ops: ${KEY}`],
    ['behind a question of a copy', `Destination password? ${KEY}`],
    ['in a banner', `banner motd ^C password for guests: ${KEY} ^C`],
    ['in the debugs of TACACS+', `*Mar  1 00:00:01.000: T+: data: ${KEY}`],
    ['behind a line number, with the beginning of a word', `42: crypto isakmp key lenovo${KEY} address 192.0.2.1`],
    ['in the attributes of XAUTH', `*Mar  1 00:00:01.000: ISAKMP: XAUTH_USER_PASSWORD_V2: ${KEY}`],
  ])('goes %s', (_where, text) => {
    const shown = removeSecrets(text);
    expect(shown.replaceAll(/[\b\x1b]/g, '')).not.toContain(KEY);
    expect(shown).not.toContain(KEY.slice(4));
    expect(shown.split('\n')).toHaveLength(text.split('\n').length);
  });

  it.each([
    ['behind the mark of a difference', '+crypto isakmp key required address 192.0.2.1'],
    ['behind a line number', '42: crypto isakmp key required address 192.0.2.1'],
    ['in the log of the configuration', '   15   3   ops@vty0  |snmp-server community required RW'],
    ['in JSON', '["crypto isakmp key required address 192.0.2.1", "x"]'],
    ['in a tag', '<cli>crypto isakmp key required address 192.0.2.1</cli>'],
    ['as an attribute of RADIUS', '*Mar  1 00:00:01.000: RADIUS:  User-Password       [2]   18  required'],
  ])('goes also when it is a word of every sentence, %s', (_where, text) => {
    expect(removeSecrets(text)).toBe(text.replace('required', '<secret-1>'));
  });

  it.each([
    'hq#show cryptx\b \bo isakmp sa',
    ' --More-- \b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\binterface GigabitEthernet0/0',
    '\x1b[32m*Mar  1 00:00:01.000: ISAKMP:(0):found peer pre-shared key matching 198.51.100.1\x1b[0m',
    "*Mar  1 00:00:01.000: IKEv2:(SESSION ID = 1,SA ID = 1):Verify peer's authentication data",
    ' authentication remote pre-share\n authentication local pre-share',
    '  Tunnel key: 0x3E8',
    'R_VERIFY_AUTH Event: EV_CHK_CERT_ENC',
  ])('is not seen in %j', (text) => {
    expect(removeSecrets(text)).toBe(text);
  });
});
