/** `flaptrap serve` on a command line: it opens nowhere that it should not, and makes tokens that are shown once. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EXIT } from '../../src/cli/exit-code.ts';
import { hashOf, parseTokens } from '../../src/web/access.ts';
import { placeOf } from '../../src/web/listen.ts';
import { flaptrap } from './flaptrap.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('serving beyond this machine', () => {
  it.each([
    [['--listen', '0.0.0.0:8643'], 'tokens would cross it in the clear'],
    [['--listen', '[::]:8643'], 'tokens would cross it in the clear'],
    [['--listen', '192.0.2.9:8643', '--cert', 'c.pem'], '--cert and --key belong together'],
    [['--listen', '0.0.0.0:8643', '--cert', 'c.pem', '--key', 'k.pem'], 'must know its own name'],
    [['--behind-proxy', '127.0.0.1'], 'must know its own name'],
    [['--behind-proxy', '127.0.0.1', '--origin', 'http://flaptrap.example.net'], 'is no address of a page'],
    [['--behind-proxy', '127.0.0.1', '--origin', 'https://flaptrap.example.net/path'], 'is no address of a page'],
    [['--listen', 'nonsense'], 'expected an address and a port'],
    [['--listen', '127.0.0.1:99999'], 'expected an address and a port'],
    [['--syslog', '0.0.0.0:514'], 'expected udp:, tcp: or tls:'],
    [['--oidc', 'https://id.example.net'], 'needs the id of this page at the issuer'],
    [['--oidc', 'http://id.example.net', '--oidc-client', 'x'], 'its address begins with https://'],
  ])('%j is refused before anything is opened', async (args, why) => {
    const { code, stderr } = await flaptrap(['serve', '--state', folder, '--store', join(folder, 'store'), ...args]);
    expect(code).toBe(EXIT.input);
    expect(stderr).toContain(why);
  });

  it('is possible with TLS and a name, or behind a proxy that is named', () => {
    const origin = 'https://flaptrap.example.net';
    expect(placeOf({ host: '0.0.0.0', port: 443, cert: 'c', key: 'k', origin }).origin(443)).toBe(origin);
    expect(placeOf({ host: '192.0.2.9', port: 80, proxy: '192.0.2.7', origin }).otherHosts(80)).toEqual([]);
    expect(placeOf({ host: '127.0.0.1', port: 8643 }).otherHosts(8643)).toEqual(['127.0.0.1:8643', 'localhost:8643', '[::1]:8643']);
  });
});

describe('a token', () => {
  it('is printed once, and its file has the hash alone, for nobody else to read', async () => {
    const path = join(folder, 'tokens.txt');
    const { code, stdout } = await flaptrap(['serve', '--new-token', 'operator:alice', '--tokens', path]);
    expect(code).toBe(EXIT.done);
    const token = stdout.trim();
    expect(token).toMatch(/^[\w-]{43}$/);
    const text = readFileSync(path, 'utf8');
    expect(text).toBe(`operator alice sha256:${hashOf(token)}\n`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = await flaptrap(['serve', '--new-token', 'viewer:alice', '--tokens', path]);
    expect(again).toMatchObject({ code: EXIT.input, stderr: expect.stringContaining('has a token of alice already') });
  });

  it.each([
    [['--new-token', 'admin:alice', '--tokens', 'x'], 'expected viewer:NAME or operator:NAME'],
    [['--new-token', 'operator:alice'], 'needs the file for its hash'],
  ])('%j is told what is right', async (args, why) => {
    expect(await flaptrap(['serve', ...args])).toMatchObject({ code: EXIT.input, stderr: expect.stringContaining(why) });
  });

  it('that stands in the file as itself is refused, and not repeated', async () => {
    const path = join(folder, 'plain.txt');
    writeFileSync(path, '# who may come in\n\noperator bob my-secret-token-in-the-clear\n');
    expect(() => parseTokens(readFileSync(path, 'utf8'), path)).toThrow('line 3: this is not a token');
    const { code, stderr } = await flaptrap(['serve', '--tokens', path, '--store', join(folder, 'store')]);
    expect(code).toBe(EXIT.input);
    expect(stderr).not.toContain('my-secret-token');
  });

  it('of the environment that could be guessed is refused', async () => {
    vi.stubEnv('FLAPTRAP_TOKEN', 'letmein');
    const { code, stderr } = await flaptrap(['serve', '--store', join(folder, 'store')]);
    expect(code).toBe(EXIT.input);
    expect(stderr).toContain('FLAPTRAP_TOKEN is shorter than 24 characters');
    expect(stderr).not.toContain('letmein');
  });
});
