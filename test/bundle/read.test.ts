import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBundle } from '../../src/bundle/read.ts';

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

  it.each([
    ['strongSwan', '09[IKE] CHILD_SA net{1} established with SPIs c1a2b3c4_i 5a5a0001_o and TS 10.2.0.0/24 === 10.1.0.0/24', 'swanctl'],
    ['Junos', 'kmd[1]: IKE negotiation failed with error: No proposal chosen. IKE Version: 2', 'show security'],
    ['libreswan', 'pluto[8764]: "hq-branch" #2: ISAKMP SA established', 'ipsec'],
  ])('asks an end that is no IOS for nothing of IOS: %s', async (_vendor, line, own) => {
    await lay({ 'tunnel.yaml': TUNNEL, 'a/show_logging.txt': 'one', 'b/peer.log': `Jan  5 03:00:00 branch ${line}\n` });
    const { bundle } = await readBundle(directory);
    const ofB = bundle.missing.filter((each) => each.startsWith('b: '));
    expect(ofB.filter((each) => /show (?:crypto|running|version|clock|logging)/.test(each))).toEqual([]);
    expect(ofB.join()).toContain(own);
    expect(bundle.missing).toContain('a: `show version` was not captured');
  });

  it.each(['a: {}\n', 'nothing\n', '[]\n'])('the example in the complaint about %j is itself a tunnel.yaml that is read', async (wrong) => {
    await lay({ 'tunnel.yaml': wrong, 'a/show_logging.txt': 'one' });
    const complaint = await readBundle(directory).then(
      ({ diagnostics }) => diagnostics.map(({ detail }) => detail).join('\n'),
      (error: Error) => error.message,
    );
    const [a = '', b = ''] = complaint.split('\n').filter((line) => /^\s+[ab]: \{/.test(line));
    await lay({ 'tunnel.yaml': `${a.trim()}\n${b.trim()}\n` });
    expect((await readBundle(directory)).bundle.tunnel.b.address).toBe('198.51.100.1');
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
    ['binary', Buffer.from(Array.from({ length: 999 }, (_, index) => index % 251)), 'is not text'],
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
    expect(bundle.missing).toContain('b: the folder b/ is missing: nothing of this router was captured');
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'side' }]);
  });

  it.each([
    ['no tunnel.yaml', {}, 0, 'there is no tunnel.yaml'],
    ['no YAML in it', { 'tunnel.yaml': 'a: {name: hq\n' }, 2, 'Flow map'],
    ['another form', { 'tunnel.yaml': '- hq\n- branch\n' }, 1, 'does not name the two peers'],
    ['one router only', { 'tunnel.yaml': 'a: {name: hq, address: 192.0.2.1}\n' }, 1, 'peer b is not described'],
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
    await expect(readBundle(join(directory, 'nowhere'))).rejects.toThrow('nowhere error: there is no such file or folder');
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

it('a bundle that is incomplete is not taken for one, and says where its evidence is', async () => {
  const unfinished = join(directory, '0123abcd.unfinished-4711-1');
  await mkdir(join(unfinished, 'a'), { recursive: true });
  await writeFile(join(unfinished, 'tunnel.yaml'), TUNNEL);
  await writeFile(join(unfinished, 'a/show_logging.txt'), 'half');
  await expect(readBundle(unfinished)).rejects.toThrow(/this bundle is incomplete: writing it was interrupted[\s\S]*flaptrap collect/);
});

describe('what stands where a file is expected', () => {
  const pipe = async (path: string) => {
    await mkdir(join(directory, path, '..'), { recursive: true });
    execFileSync('mkfifo', [join(directory, path)]);
  };
  const link = async (path: string) => {
    await mkdir(join(directory, path, '..'), { recursive: true });
    await symlink('/etc/hostname', join(directory, path));
  };
  it('is said to be a second name when it is a link that stays inside, and its file is read once', async () => {
    await lay({ 'tunnel.yaml': TUNNEL, 'a/x.log': 'x', 'b/x.log': 'y' });
    await symlink('x.log', join(directory, 'a/latest.log'));
    const { bundle } = await readBundle(directory);
    expect(bundle.missing).toContain('a: latest.log is a symbolic link, a second name of a/x.log, which is read: it was not read');
    expect(bundle.sides.a.map(({ name }) => name)).toEqual(['x.log']);
  });

  const folder = (path: string) => mkdir(join(directory, path), { recursive: true });
  const KINDS = [
    ['a pipe', pipe],
    ['a symbolic link out of the folder', link],
    ['a folder', folder],
  ] as const;

  it.each(KINDS)('is named at once when it is %s: tunnel.yaml', async (what, make) => {
    await lay({ 'a/x.log': 'x', 'b/x.log': 'x' });
    await make('tunnel.yaml');
    const refused = readBundle(directory);
    await expect(refused).rejects.toMatchObject({ code: 'input' });
    await expect(refused).rejects.toThrow(`tunnel.yaml error: it is ${what}, not a file`);
  });

  it.each(KINDS)("is named at once when it is %s: a router's file, and the others are read", async (what, make) => {
    await lay({ 'tunnel.yaml': TUNNEL, 'a/x.log': 'x', 'b/x.log': 'x' });
    await make('b/show_logging.txt');
    const { bundle, diagnostics } = await readBundle(directory);
    expect(bundle.missing).toContain(`b: show_logging.txt is ${what}, not a file: it was not read`);
    expect(diagnostics.map(({ file }) => file)).toContain(`${directory}/b/show_logging.txt`);
    expect(bundle.sides.b.map(({ name }) => name)).toEqual(['x.log']);
  });

  it.each(KINDS)('is named at once when it is %s: the manifest', async (what, make) => {
    await lay({ 'tunnel.yaml': TUNNEL, 'a/x.log': 'x', 'b/x.log': 'x' });
    await make('manifest.json');
    expect((await readBundle(directory)).bundle.missing).toContain(
      `manifest.json is ignored, so no file is verified by it: it is ${what}, not a file`,
    );
  });

  it.each([...KINDS.slice(0, 2), ['a file', (path: string) => lay({ [path]: 'x' })] as const])(
    'is named at once when it is %s: the folder of a side',
    async (what, make) => {
      await lay({ 'tunnel.yaml': TUNNEL, 'a/x.log': 'x' });
      await make('b');
      expect((await readBundle(directory)).bundle.missing.join()).toContain(`b: the folder b/ is ${what}, not a folder`);
    },
  );

  it.each([
    ['a pipe', pipe, 'thing'],
    ['a device', async () => undefined, '/dev/zero'],
  ])('is named at once when it is %s: the bundle itself', async (what, make, path) => {
    await make(path);
    await expect(readBundle(path.startsWith('/') ? path : join(directory, path))).rejects.toThrow(`this is ${what}, not a bundle`);
  });

  it('is no YAML of 50 MB: it is refused before it is read', async () => {
    await writeFile(join(directory, 'tunnel.yaml'), '');
    await truncate(join(directory, 'tunnel.yaml'), 50 * 1024 * 1024);
    await expect(readBundle(directory)).rejects.toThrow('tunnel.yaml error: it is larger than 64 kB');
  });

  it('is no manifest of 5 MB, and no log of 1 GB', async () => {
    await lay({ 'tunnel.yaml': TUNNEL, 'a/x.log': 'x', 'b/x.log': '', 'manifest.json': '' });
    await truncate(join(directory, 'manifest.json'), 5 * 1024 * 1024);
    await truncate(join(directory, 'b/x.log'), 1024 * 1024 * 1024);
    const { missing } = (await readBundle(directory)).bundle;
    expect(missing).toContain('manifest.json is ignored, so no file is verified by it: it is larger than 4 MB');
    expect(missing).toContain('b: x.log is larger than 400 MB: it was not read');
  });

  it('is no YAML that is nested without end', async () => {
    await lay({ 'tunnel.yaml': '['.repeat(60_000) });
    await expect(readBundle(directory)).rejects.toMatchObject({ code: 'input' });
  });

  it('is no bomb in a file that is packed by itself', async () => {
    await lay({ 'tunnel.yaml': TUNNEL, 'a/x.log.gz': gzipSync('hq'), 'b/x.log.gz': gzipSync(Buffer.alloc(100 * 1024 * 1024)) });
    const { bundle } = await readBundle(directory);
    expect(bundle.sides.a).toMatchObject([{ name: 'x.log', text: 'hq' }]);
    expect(bundle.missing).toContain('b: x.log.gz unpacks to more than 250 times its size: it was not read');
  });

  it('is read once when it is there compressed and plain, and refused when the two differ', async () => {
    await lay({ 'tunnel.yaml': TUNNEL, 'a/x.log': 'x', 'a/x.log.gz': gzipSync('x'), 'b/x.log': 'x' });
    expect((await readBundle(directory)).bundle.sides.a.map(({ name }) => name)).toEqual(['x.log']);
    await lay({ 'a/x.log.gz': gzipSync('another') });
    await expect(readBundle(directory)).rejects.toThrow('a/x.log is in it twice, compressed and plain');
  });
});

describe('the example in the hint', () => {
  it.each([
    ['a folder without tunnel.yaml', {}],
    ['another form', { 'tunnel.yaml': '- hq\n' }],
    ['one router only', { 'tunnel.yaml': 'a: {name: hq, address: 192.0.2.1}\n' }],
  ])('is a tunnel.yaml that can be copied: %s', async (_what, files) => {
    await lay({ 'a/x.log': '192.0.2.1 198.51.100.1', 'b/x.log': 'y', ...files });
    const error: unknown = await readBundle(directory).catch((thrown: unknown) => thrown);
    const example = (error as Error).message.split('\n').filter((line) => /^ +[ab]: \{/.test(line));
    expect(example.length).toBe(2);
    await lay({ 'tunnel.yaml': example.map((line) => line.trim()).join('\n') });
    expect((await readBundle(directory)).bundle.tunnel.b).toEqual({ name: 'branch', address: '198.51.100.1' });
  });
});

describe('a path that is no bundle', () => {
  it.each([
    ['an empty one', '', 'name a folder, an archive or a file'],
    ['one below a file', '/etc/hostname/x', 'there is no such file or folder'],
  ])('is told what it is: %s', async (_what, path, words) => {
    await expect(readBundle(path)).rejects.toThrow(words);
    await expect(readBundle(path)).rejects.toThrow('A bundle is a folder, or a .tar');
  });

  it('is told in words why it cannot be read, and not what a bundle is', async () => {
    await symlink(join(directory, 'two'), join(directory, 'one'));
    await symlink(join(directory, 'one'), join(directory, 'two'));
    const error = (await readBundle(join(directory, 'one')).catch((thrown: unknown) => thrown)) as Error;
    expect(error.message).toContain('it cannot be read: its symbolic links lead in a circle');
    expect(error.message).not.toContain('A bundle is');
  });

  it('is told what it is: an empty folder', async () => {
    await expect(readBundle(directory)).rejects.toThrow('there is no tunnel.yaml');
  });

  it('is told what it is: the folder above', async () => {
    await lay({ '0123abcd/tunnel.yaml': TUNNEL, 'ffff0000/tunnel.yaml': TUNNEL, 'other/x': '' });
    await expect(readBundle(directory)).rejects.toThrow(`There are bundles in it: ${directory}/0123abcd, ${directory}/ffff0000`);
  });
});
