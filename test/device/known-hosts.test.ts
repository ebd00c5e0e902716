/** What a known_hosts file says of a server: revoked keys, hashed names, patterns and ports. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/device/cli.ts';
import { judgeHostKey, keyTypeOf, knownKeyTypes, parseKnownHosts, printFingerprint, printKnownHost } from '../../src/device/known-hosts.ts';
import { failureOf } from './failure.ts';
import { ScriptedRouter } from './scripted-router.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-known-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

let files = 0;
function write(text: string): string {
  files += 1;
  const path = join(FOLDER, `known_hosts-${files}`);
  writeFileSync(path, text);
  return path;
}

/** As `ssh-keygen -H` writes a name. */
function hashName(name: string, salt = Buffer.from('a salt of twenty byt')): string {
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

/** A key blob of that type, as a line holds it. */
function blob(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type + body)]);
}

const KEY = blob('ssh-ed25519', 'the key of hq');
const OTHER = blob('ssh-ed25519', 'the key of somebody else');
const line = (names: string, key = KEY, marker = ''): string => `${marker}${names} ${keyTypeOf(key)} ${key.toString('base64')}`;
const judge = (text: string, host: string, port = 22, key = KEY): unknown => judgeHostKey(parseKnownHosts(text), host, port, key);

describe('a line of known_hosts', () => {
  it.each([
    ['a plain name', line('hq.example.net'), 'hq.example.net', 22],
    ['a name in capitals', line('HQ.example.net'), 'hq.EXAMPLE.net', 22],
    ['one name of several', line('hq.example.net,192.0.2.1'), '192.0.2.1', 22],
    ['a name with a port', line('[hq.example.net]:2222'), 'hq.example.net', 2222],
    ['a hashed name', line(hashName('hq.example.net')), 'hq.example.net', 22],
    ['a hashed name with a port', line(hashName('[192.0.2.1]:2222')), '192.0.2.1', 2222],
    ['any run of characters', line('*.example.net'), 'hq.example.net', 22],
    ['any one character', line('192.0.2.?'), '192.0.2.1', 22],
    ['all but a name, of another', line('*.example.net,!branch.example.net'), 'hq.example.net', 22],
    ['a comment behind the key', `${line('hq.example.net')} written down by ops`, 'hq.example.net', 22],
    ['lines that end as on Windows', `# ours\r\n\r\n${line('hq.example.net')}\r\n`, 'hq.example.net', 22],
  ])('that has %s means the server', (_what, text, host, port) => {
    expect(judge(text, host, port)).toEqual({ is: 'known' });
  });

  it.each([
    ['another name', line('branch.example.net'), 'hq.example.net', 22],
    ['the name without the port', line('hq.example.net'), 'hq.example.net', 2222],
    ['the name with another port', line('[hq.example.net]:2223'), 'hq.example.net', 2222],
    ['the hash of another name', line(hashName('branch.example.net')), 'hq.example.net', 22],
    ['a dot, which is no pattern', line('hq.example.net'), 'hqxexample.net', 22],
    ['all but this name', line('*.example.net,!hq.example.net'), 'hq.example.net', 22],
    ['an authority that signs keys', line('*', KEY, '@cert-authority '), 'hq.example.net', 22],
    ['a comment', `#${line('hq.example.net')}`, 'hq.example.net', 22],
    ['no key', 'hq.example.net ssh-ed25519', 'hq.example.net', 22],
  ])('that has %s does not', (_what, text, host, port) => {
    expect(judge(text, host, port)).toEqual({ is: 'unknown' });
  });
});

describe('a key', () => {
  it('that is revoked is never known, wherever in the file that stands', () => {
    const revoked = line('*', KEY, '@revoked ');
    expect(judge(`${line('hq.example.net')}\n${revoked}`, 'hq.example.net')).toEqual({ is: 'revoked', line: 2 });
    expect(judge(`${revoked}\n${line('hq.example.net')}`, 'hq.example.net')).toEqual({ is: 'revoked', line: 1 });
    expect(judge(line(hashName('hq.example.net'), KEY, '@revoked '), 'hq.example.net')).toEqual({ is: 'revoked', line: 1 });
  });

  it('beside a revoked one is judged by itself', () => {
    expect(judge(`${line('hq.example.net', OTHER, '@revoked ')}\n${line('hq.example.net')}`, 'hq.example.net')).toEqual({ is: 'known' });
    expect(judge(line('hq.example.net', OTHER, '@revoked '), 'hq.example.net')).toEqual({ is: 'unknown' });
  });

  it('that is not the one on file has changed, and every key that is expected is named', () => {
    const third = blob('ecdsa-sha2-nistp256', 'another kind');
    expect(judge(`\n${line('hq.example.net', OTHER)}\n${line('hq.example.net', third)}`, 'hq.example.net')).toEqual({
      is: 'changed',
      expected: [`${printFingerprint(OTHER)} (ssh-ed25519)`, `${printFingerprint(third)} (ecdsa-sha2-nistp256)`],
      line: 2,
    });
  });

  it('is asked for by the types on file, without those that are revoked', () => {
    const entries = parseKnownHosts(
      `${line('hq', OTHER, '@revoked ')}\n${line('hq', blob('ssh-rsa', 'x'))}\n${line('hq', blob('ssh-rsa', 'y'))}`,
    );
    expect(knownKeyTypes(entries, 'hq', 22)).toEqual(['ssh-rsa']);
  });

  it('that is too short to name its type is of an unknown one', () => {
    expect(keyTypeOf(Buffer.from([0, 0]))).toBe('unknown');
  });
});

describe('a login', () => {
  it('to a server whose name is hashed in the file goes on', async () => {
    await using router = await ScriptedRouter.start();
    const knownHosts = write(`${line(hashName(`[127.0.0.1]:${router.port}`), router.hostKey)}\n`);
    await using cli = await connect(router.target({ hostKeys: { policy: 'strict', knownHosts } }));
    expect(cli.hostname).toBe('hq');
  });

  it.each(['strict', 'accept-new'] as const)('that meets a revoked key ends there, and names the line, with %s', async (policy) => {
    await using router = await ScriptedRouter.start();
    const knownHosts = write(`# ours\n${line('*', router.hostKey, '@revoked ')}\n`);
    const error = await failureOf(connect(router.target({ hostKeys: { policy, knownHosts } })));
    expect(error).toMatchObject({ code: 'host-key-changed', context: { next: expect.stringContaining('do not log in') } });
    expect(error.message).toContain(`revoked in ${knownHosts} line 2`);
    expect(error.context.answer).toContain(printFingerprint(router.hostKey));
    expect(router.typed).toEqual([]);
  });

  it('that meets another key than the pinned one ends there, with both', async () => {
    await using router = await ScriptedRouter.start();
    const pin = printFingerprint(OTHER);
    for (const fingerprint of [pin, `${pin}=`, pin.replace('SHA256:', '')]) {
      const error = await failureOf(connect(router.target({ hostKeys: { policy: 'pinned', fingerprint } })));
      expect(error.code).toBe('host-key-changed');
      expect(error.context.answer).toContain(`${pin} (pinned)`);
      expect(error.context.next).toContain('correct the pinned fingerprint');
    }
    await using cli = await connect(router.target({ hostKeys: { policy: 'pinned', fingerprint: `${printFingerprint(router.hostKey)}=` } }));
    expect(cli.hostname).toBe('hq');
  });

  it('with a wrong password writes down no key', async () => {
    await using router = await ScriptedRouter.start();
    const knownHosts = write('');
    const hostKeys = { policy: 'accept-new', knownHosts } as const;
    expect((await failureOf(connect(router.target({ hostKeys, password: 'wrong' })))).code).toBe('login-failed');
    expect(readFileSync(knownHosts, 'utf8')).toBe('');
  });

  it('writes a new key on a line of its own, below a last line that has no end', async () => {
    await using router = await ScriptedRouter.start();
    const knownHosts = write(line('branch.example.net', OTHER));
    await using _cli = await connect(router.target({ hostKeys: { policy: 'accept-new', knownHosts } }));
    expect(readFileSync(knownHosts, 'utf8')).toBe(
      `${line('branch.example.net', OTHER)}\n${printKnownHost('127.0.0.1', router.port, router.hostKey)}\n`,
    );
  });
});
