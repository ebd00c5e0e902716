import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBundle } from '../../src/bundle/read.ts';
import { writeBundle } from '../../src/bundle/write.ts';

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1, natAddress: 203.0.113.30}\n';
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bundle-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function lay(files: Record<string, string | Buffer>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(directory, name, '..'), { recursive: true });
    await writeFile(join(directory, name), content);
  }
}

describe('reading a bundle', () => {
  it('takes the tunnel from tunnel.yaml and each side from its folder', async () => {
    await lay({ 'tunnel.yaml': TUNNEL, 'a/show_logging.txt': 'one\r\ntwo\n', 'b/show_logging.txt': 'three' });
    const { bundle, diagnostics } = await readBundle(directory);
    expect(diagnostics).toEqual([]);
    expect(bundle.tunnel).toEqual({
      a: { name: 'hq', address: '192.0.2.1' },
      b: { name: 'branch', address: '198.51.100.1', natAddress: '203.0.113.30' },
    });
    expect(bundle.sides.a).toEqual([{ name: 'show_logging.txt', text: 'one\r\ntwo\n', bytes: 9 }]);
  });

  it('names what was not captured', async () => {
    await lay({ 'tunnel.yaml': TUNNEL, 'a/show_logging.txt': 'x', 'a/show_version.txt': 'x', 'b/debug.log': 'x' });
    const { bundle } = await readBundle(directory);
    expect(bundle.missing).toContain('b: `show version` was not captured');
    expect(bundle.missing).not.toContain('a: `show version` was not captured');
    expect(bundle.missing).not.toContain('b: `show logging` was not captured');
  });

  it.each([
    ['empty', '', 'is empty'],
    ['blank', ' \r\n\n', 'is empty'],
    ['binary', Buffer.from(Array.from({ length: 999 }, (_, index) => index % 251)), 'is no text'],
    ['left in the pager', 'hq uptime is 1 day\n --More-- ', 'is cut short'],
  ])('names a file that is %s', async (_what, content, words) => {
    await lay({ 'tunnel.yaml': TUNNEL, 'a/show_version.txt': content, 'b/show_version.txt': 'x' });
    expect((await readBundle(directory)).bundle.missing).toContain(`a: show_version.txt ${words}`);
  });

  it('names a file that is shorter than its manifest says', async () => {
    const manifest = { schema: 'flaptrap.manifest/1', files: [{ path: 'a/show_version.txt', bytes: 500 }] };
    await lay({ 'tunnel.yaml': TUNNEL, 'a/show_version.txt': 'hq uptime', 'b/x.log': 'x', 'manifest.json': JSON.stringify(manifest) });
    expect((await readBundle(directory)).bundle.missing).toContain('a: show_version.txt is cut short');
  });

  it('hears one side when the other is missing, and says so', async () => {
    await lay({ 'tunnel.yaml': TUNNEL, 'a/show_logging.txt': 'x' });
    const { bundle, diagnostics } = await readBundle(directory);
    expect(bundle.sides.b).toEqual([]);
    expect(bundle.missing).toContain('b: the folder b/ is missing: nothing of this peer was captured');
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'side' }]);
  });

  it.each([
    ['no tunnel.yaml', {}, 0, 'there is no tunnel.yaml'],
    ['no YAML in it', { 'tunnel.yaml': 'a: {name: hq\n' }, 2, 'Flow map'],
    ['another form', { 'tunnel.yaml': '- hq\n- branch\n' }, 1, 'does not name the two peers'],
    ['one peer only', { 'tunnel.yaml': 'a: {name: hq, address: 192.0.2.1}\n' }, 1, 'peer b is not described'],
    [
      'an address that is none',
      { 'tunnel.yaml': 'a:\n  name: hq\n  address: 192.0.2\nb: {name: branch, address: 198.51.100.1}\n' },
      3,
      '192.0.2 is not an IPv4 or IPv6 address',
    ],
  ])('explains %s with the line', async (_what, files, line, words) => {
    await lay(files);
    const refused = readBundle(directory);
    await expect(refused).rejects.toMatchObject({ code: 'input' });
    await expect(refused).rejects.toThrow(line === 0 ? 'tunnel.yaml error:' : `tunnel.yaml:${line}:`);
    await expect(refused).rejects.toThrow(words);
  });

  it('explains a folder that is not there', async () => {
    await expect(readBundle(join(directory, 'nowhere'))).rejects.toThrow('nowhere error: there is no such folder');
  });

  it('goes on without a manifest that it cannot use', async () => {
    await lay({ 'tunnel.yaml': TUNNEL, 'a/x.log': 'x', 'b/x.log': 'x', 'manifest.json': '{"schema": 7}' });
    const { bundle, diagnostics } = await readBundle(directory);
    expect([bundle.manifest, diagnostics.map(({ severity }) => severity)]).toEqual([undefined, ['warning']]);
  });

  it('reads what a Windows terminal saved', async () => {
    await lay({
      'tunnel.yaml': TUNNEL,
      'a/x.log': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('hq#', 'utf16le')]),
      'b/x.log': Buffer.from([0x68, 0xe9]),
    });
    const { bundle } = await readBundle(directory);
    expect([bundle.sides.a[0]?.text, bundle.sides.b[0]?.text]).toEqual(['hq#', 'hé']);
  });

  it('takes secrets out at the door, and keeps every line where it was', async () => {
    await lay({
      'tunnel.yaml': TUNNEL,
      'a/show_running_config_section_crypto.txt': 'crypto isakmp policy 10\ncrypto isakmp key Gehe1m address 198.51.100.1\nend\n',
      'b/x.log': 'x',
    });
    const text = (await readBundle(directory)).bundle.sides.a[0]?.text;
    expect(text).toBe('crypto isakmp policy 10\ncrypto isakmp key <secret-1> address 198.51.100.1\nend\n');
  });
});

describe('writing a bundle', () => {
  const tunnel = {
    a: { name: 'hq', address: '192.0.2.1' },
    b: { name: 'branch: the "second"', address: '198.51.100.1', natAddress: '203.0.113.30' },
  };
  const clockProbes = [{ side: 'a' as const, beforeMs: 1, afterMs: 2, answer: '12:00:00.000 UTC Thu Aug 7 2025' }];
  const failures = [{ side: 'b' as const, what: '`show ntp status`', why: 'not authorized' }];

  it('leaves what reading finds again', async () => {
    const evidence = {
      a: [{ name: 'show_version.txt', bytes: Buffer.from('hq uptime is 1 day\n'), proof: 'size' }],
      b: [{ name: 'show_logging.txt', bytes: Buffer.from('log\n') }],
    };
    const manifest = await writeBundle(directory, {
      tunnel,
      evidence,
      clockProbes,
      failures,
      captureId: 'c1',
      startedAt: 5,
      finishedAt: 9,
    });
    const { bundle, diagnostics } = await readBundle(directory);
    expect(diagnostics).toEqual([]);
    expect(bundle.tunnel).toEqual(tunnel);
    expect(bundle.manifest).toEqual(manifest);
    expect(bundle.sides.a[0]?.text).toBe('hq uptime is 1 day\n');
    expect(bundle.missing).toContain('b: `show ntp status`: not authorized');
  });

  it('writes no secret, and the length and hash of what it wrote', async () => {
    const bytes = Buffer.from('username ops privilege 15 secret 9 $9$abc\n');
    const manifest = await writeBundle(directory, {
      tunnel,
      evidence: { a: [{ name: '../../show run.txt', bytes }], b: [] },
      clockProbes,
      failures,
      captureId: 'c1',
      startedAt: 5,
      finishedAt: 9,
    });
    expect(manifest.files).toMatchObject([
      { path: 'a/__.._show_run.txt', bytes: 'username ops privilege 15 secret 9 <secret-1>\n'.length },
    ]);
  });
});
