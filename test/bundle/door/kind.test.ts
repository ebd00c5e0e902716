/** What a file is called says little: a log stays one when a paste took its indents off, and a show stays one when messages came between. */
import { describe, expect, it } from 'vitest';
import { commandOfPage } from '../../../src/bundle/door/kind.ts';

const created = (minute: number) => [
  `Oct  2 2026 22:0${minute}:01.390 UTC: IPSEC(create_sa): sa created,`,
  '(sa) sa_dest= 198.51.100.1, sa_proto= 50,',
  'sa_spi= 0xD00C4A71(3490466417),',
  'sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2041',
  'sa_lifetime(k/sec)= (4608000/3600),',
];
const LOG = [1, 2, 3, 4].flatMap(created);
const note = (minute: number) => `Oct  2 2026 22:0${minute}:01.390 UTC: %SYS-5-CONFIG_I: Configured from console by ops`;

describe('a log without its indents', () => {
  it.each(['debug.log', 'hq-debug.txt', 'ipsec.log', 'messages'])('is one, called %s', (name) => {
    expect(commandOfPage(`a/${name}`, LOG)).toBeUndefined();
  });
});

describe('a log of a router that started, folded and without its indents', () => {
  const banner = ['Cisco IOS Software [Fuji], ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 16.9.5, RELEASE S', 'OFTWARE (fc1)'];
  const head = Array.from({ length: 14 }, (_, at) => `Count and timestamp logging messages: ${at}`);
  const restart = 'Oct  2 2026 22:01:01.390 UTC: %SYS-5-RESTART: System restarted --';

  it.each([
    ['by the name of the command', 'show_logging.txt', head],
    ['by the head of its buffer', 'branch.txt', [...head, 'Log Buffer (4096000 bytes):']],
  ])('is one %s', (_how, name, above) => {
    expect(commandOfPage(`b/${name}`, [...above, restart, ...banner, note(2)])).toBeUndefined();
  });

  it('is no show version by what it says of itself when it starts', () => {
    expect(commandOfPage('b/branch.txt', [...head, restart, ...banner, note(2)])).toBeUndefined();
    expect(commandOfPage('b/branch.txt', [...banner, 'branch uptime is 3 weeks', note(2)])).toBe('show version');
  });
});

describe('a show between whose lines messages came', () => {
  const SHOW = ['IKEV2:', '  IKEv2 default debugging is on', 'Cryptographic Subsystem:', '  Crypto IPSEC debugging is on', '', '', '', ''];
  it('is one where its name says so', () => {
    const lines = [...SHOW.map((line) => `${line}.`), ...SHOW, note(1), note(2), note(3), ...SHOW];
    expect(commandOfPage('a/sh_debug.txt', lines)).toBe('sh debug');
  });

  it('is one where its lines say so', () => {
    const lines = ['#pkts encaps: 3', ...Array.from({ length: 12 }, (_, at) => `#pkts of another kind: ${at}`), note(1), note(2), note(3)];
    expect(commandOfPage('a/sa.txt', lines)).toBe('show crypto ipsec sa');
  });
});
