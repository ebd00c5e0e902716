/** The redactor over every form that is known, filled with values of every kind: nothing leaks, and what is harmless stays. */
import { describe, expect, it } from 'vitest';
import { Redactor } from '../../../src/ios/redact/redactor.ts';
import { removeSecrets } from '../../../src/ios/secrets.ts';
import { seeded } from '../../../src/lab/random.ts';
import { CASES, filesOfCase } from '../../case/open.ts';
import { howMany } from '../../how-many.ts';
import { fill, HARMLESS_FORMS, leaks, SECRET_FORMS } from './forms.ts';

const LINES_MIN = howMany(4000, 100_000);
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const ALPHABETS = {
  letters: LETTERS,
  mixed: LETTERS + DIGITS,
  hex: '0123456789ABCDEF',
  base64: `${LETTERS}${DIGITS}+/`,
  signs: `${LETTERS}${DIGITS}!#%&*+,-.;=?^_~`,
  unicode: 'aäöüßéèñçøåžłđ日本語秘密字αβγδ',
} as const;

function secretOf(random: () => number): string {
  const alphabets = Object.values(ALPHABETS);
  const alphabet = [...(alphabets[Math.floor(random() * alphabets.length)] ?? LETTERS)];
  const length = 8 + Math.floor(random() * 24);
  // A letter at both ends: a sign there may be the line's own.
  const inner = Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
  return `${LETTERS[Math.floor(random() * LETTERS.length)]}${inner}${LETTERS[Math.floor(random() * LETTERS.length)]}`;
}

describe('the forms of a secret', () => {
  it('are at least 80, from the command references', () => {
    expect(SECRET_FORMS.length).toBeGreaterThanOrEqual(80);
  });

  it(`lose it in ${LINES_MIN} generated lines, and keep their lines`, () => {
    const random = seeded(14);
    const leaked: string[] = [];
    let lines = 0;
    while (lines < LINES_MIN) {
      for (const form of SECRET_FORMS) {
        const filled = fill(
          form,
          () => secretOf(random),
          () => `u${secretOf(random).replaceAll(/[^A-Za-z0-9]/g, '')}`,
        );
        const redacted = removeSecrets(filled.text).split('\n');
        if (redacted.length !== filled.lines.length) leaked.push(`${form.name}: ${redacted.length} lines`);
        for (const [index, line] of filled.lines.entries())
          if (line.secrets.some((secret) => leaks(secret, redacted[index] ?? '', line.form)))
            leaked.push(`${form.name}: ${line.text} => ${redacted[index]}`);
        lines += filled.lines.length;
      }
    }
    expect(leaked.slice(0, 20)).toEqual([]);
  }, 60_000);

  it.each(SECRET_FORMS.filter(({ value }) => value !== undefined))('lose $value: $name', (form) => {
    const filled = fill(
      form,
      () => form.value ?? '',
      () => 'operator',
    );
    const redacted = removeSecrets(filled.text).split('\n');
    const leaked = filled.lines.filter((line, index) => line.secrets.some((secret) => leaks(secret, redacted[index] ?? '', line.form)));
    expect(leaked.map(({ text }) => text)).toEqual([]);
  });

  it('lose their users too where that is asked', () => {
    const random = seeded(15);
    const leaked: string[] = [];
    for (const form of SECRET_FORMS) {
      const filled = fill(
        form,
        () => secretOf(random),
        () => `u${secretOf(random).replaceAll(/[^A-Za-z0-9]/g, '')}`,
      );
      const redacted = new Redactor({ kinds: ['user'] }).redact(filled.text).split('\n');
      for (const [index, line] of filled.lines.entries())
        if (line.users.some((user) => leaks(user, redacted[index] ?? '', line.form)))
          leaked.push(`${form.name}: ${line.text} => ${redacted[index]}`);
    }
    expect(leaked).toEqual([]);
  });
});

describe('harmless lines', () => {
  it.each(HARMLESS_FORMS)('stay readable: $name', ({ text }) => {
    expect(removeSecrets(text)).toBe(text);
  });

  it('of every log in the cases stay as they are', async () => {
    const files = await Promise.all(CASES.filter((_name, index) => index % 6 === 0).map(filesOfCase));
    const logs = files.flat().flatMap(({ path, bytes }) => (path.endsWith('/show_logging.txt') ? [new TextDecoder().decode(bytes)] : []));
    expect(logs.length).toBeGreaterThan(100);
    expect(logs.filter((text) => removeSecrets(text) !== text)).toEqual([]);
  });
});

describe('a redactor', () => {
  it('gives one value one token, in order of appearance, over all its texts', () => {
    const redactor = new Redactor();
    expect(redactor.redact('enable secret one\nenable secret two')).toBe('enable secret <secret-1>\nenable secret <secret-2>');
    expect(redactor.redact('crypto isakmp key two address 192.0.2.1')).toBe('crypto isakmp key <secret-2> address 192.0.2.1');
  });

  it('leaves a text that was redacted before as it is, and counts on', () => {
    const once = new Redactor().redact('enable secret one\nsnmp-server community two RO');
    expect(new Redactor().redact(once)).toBe(once);
    expect(new Redactor().redact(`${once}\nusername ops secret three`)).toContain('username ops secret <secret-3>');
  });

  it('removes known secrets wherever they stand, line by line for a key', () => {
    const text = 'banner: Hunter2!x\n  MIIEaaaa\n';
    expect(removeSecrets(text, ['Hunter2!x', '-----BEGIN RSA PRIVATE KEY-----\nMIIEaaaa\n-----END RSA PRIVATE KEY-----\n'])).toBe(
      'banner: <secret-1>\n  <secret-2>\n',
    );
  });

  it('does not tear words apart for a known secret of one letter', () => {
    expect(removeSecrets('show interface e', ['e'])).toBe('show interface <secret-1>');
  });

  it.each([
    ['empty lines', `${'\n'.repeat(300_000)}key 7 0822455D0A16`],
    ['one long line of words that announce', 'password '.repeat(60_000)],
    ['one long line of prompts', 'hq(config)#key '.repeat(30_000)],
    ['one long line of addresses with a user', 'x://a:b'.repeat(60_000)],
    ['keys that never end', '-----BEGIN RSA PRIVATE KEY-----'.repeat(20_000)],
    ['quotes that never close', '"\'key "'.repeat(60_000)],
    ['dashes and tabs', '-\t'.repeat(200_000)],
  ])(
    'takes the time of its length: %s',
    (_what, text) => {
      expect(removeSecrets(text).split('\n')).toHaveLength(text.split('\n').length);
    },
    // Seconds on a busy machine; what grows with the square takes minutes.
    10_000,
  );
});

describe('addresses', () => {
  const ARCHIVED = { kinds: ['user', 'address', 'name'], names: ['hq', 'branch'] } as const;

  it('keep their prefixes: a network still holds its hosts', () => {
    const redacted = new Redactor(ARCHIVED).redact(
      'permit 10.1.4.0 0.0.3.255\nip route 203.0.113.0 255.255.255.0 10.1.5.77\npeer 203.0.113.77 10.9.0.1',
    );
    const [wildcard, route, hosts] = redacted.split('\n').map((line) => line.match(/(?:\d{1,3}\.){3}\d{1,3}/g) ?? []);
    expect([wildcard?.[1], route?.[1]]).toEqual(['0.0.3.255', '255.255.255.0']);
    expect(route?.[0]?.split('.').slice(0, 3)).toEqual(hosts?.[0]?.split('.').slice(0, 3));
    expect(inNetwork(route?.[2], wildcard?.[0], 22)).toBe(true);
    expect(inNetwork(hosts?.[1], wildcard?.[0], 22)).toBe(false);
    expect(redacted).not.toMatch(/10\.1\.5\.77|203\.0\.113/);
  });

  it.each([
    '0.0.0.0 255.255.255.255 0.0.0.255 255.255.254.0 224.0.0.5 127.0.0.1 128.0.0.0 127.255.255.255',
    '1.3.6.1.4.1.9.9.109.1.1.1.1.6.1 Version 12.4.24.1 ::/0 :: ::1 12:34:56.789',
    // Groups, broadcast, HSRP and VRRP are the same everywhere; a fingerprint and a date are no addresses.
    'group 0100.5e00.0005, all ffff.ffff.ffff, none 0000.0000.0000, 0000.0c07.ac01 00:00:5e:00:01:0a 2026-03-11-09-23-46 0A:1B:2C:3D:4E:5F:60:71:0A:1B:2C:3D:4E:5F:60:71',
    'spi= 0xB1F90ED9(2985889497), conn_id= 2001, #pkts encaps: 4, message ID = 1148084868',
  ])('are all that is changed: %s', (text) => {
    expect(new Redactor(ARCHIVED).redact(text)).toBe(text);
  });

  it('of IPv6 keep their prefixes too', () => {
    const redacted = new Redactor(ARCHIVED).redact('ipv6 route 2001:DB8:77::/48 2001:DB8:77::9');
    expect(redacted).toMatch(/^ipv6 route (\S+)::\/48 \1:/);
    expect(redacted).not.toContain('77::');
  });

  it('of interfaces go in each form, one for one, and are printed as they were', () => {
    const redactor = new Redactor(ARCHIVED);
    const lines = [
      'Hardware is ISR4331-3x1GE, address is 70d3.79ab.cd10 (bia 70d3.79ab.cd10)',
      'calling-station-id 70-D3-79-AB-CD-10, Client MAC:70:d3:79:ab:cd:10.',
      ' client-identifier 0170.d379.abcd.10, cisco-70d3.79ab.cd11-Gi0/0',
      'interface id 70d3.79ff.feab.cd10 net 49.0001.1921.6800.1001.00 of 1921.6800.1001',
    ];
    expect(lines.map((line) => redactor.redact(line))).toEqual([
      'Hardware is ISR4331-3x1GE, address is 0200.5e00.0001 (bia 0200.5e00.0001)',
      'calling-station-id 02-00-5E-00-00-01, Client MAC:02:00:5e:00:00:01.',
      ' client-identifier 0102.005e.0000.01, cisco-0200.5e00.0002-Gi0/0',
      'interface id 0200.5eff.fe00.0001 net 49.0001.0200.5e00.0003.00 of 0200.5e00.0003',
    ]);
    expect(redactor.replacements).toContainEqual({ kind: 'address', value: '70d3.79ab.cd10', token: '0200.5e00.0001' });
  });

  it('go with users and host names', () => {
    expect(new Redactor(ARCHIVED).redact('hq#\n%SYS-5-CONFIG_I: Configured from console by ops on vty0 (192.0.2.9)\nhq-fra.lab')).toBe(
      'name-1#\n%SYS-5-CONFIG_I: Configured from console by <user-1> on vty0 (198.18.0.1)\nname-1-fra.lab',
    );
  });
});

function inNetwork(address = '', network = '', length = 0): boolean {
  const bits = (text: string): string =>
    text
      .split('.')
      .map((octet) => Number(octet).toString(2).padStart(8, '0'))
      .join('');
  return bits(address).slice(0, length) === bits(network).slice(0, length);
}
