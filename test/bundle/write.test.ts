import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBundle } from '../../src/bundle/read.ts';
import { freeBundleFolder, type NewBundle, writeBundle } from '../../src/bundle/write.ts';
import { fileTrouble } from '../../src/file-trouble.ts';
import { toAddress } from '../../src/ipsec/address.ts';

let out: string;
let folder: string;

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'bundle-'));
  folder = join(out, '0123abcd');
});
afterEach(() => rm(out, { recursive: true }));

function bundleOf(a: Record<string, string>, changes: Partial<NewBundle> = {}): NewBundle {
  return {
    tunnel: { a: { name: 'hq', address: toAddress('192.0.2.1') }, b: { name: 'branch', address: toAddress('198.51.100.1') } },
    evidence: { a: Object.entries(a).map(([name, text]) => ({ name, bytes: Buffer.from(text) })), b: [] },
    clockProbes: [],
    failures: [],
    captureId: '0123abcd',
    startedAt: 5,
    finishedAt: 9,
    ...changes,
  };
}

describe('writing a bundle', () => {
  const tunnel = {
    a: { name: 'hq', address: toAddress('192.0.2.1') },
    b: { name: 'branch: the "second"', address: toAddress('198.51.100.1'), natAddress: toAddress('203.0.113.30') },
  };

  it('leaves what reading finds again', async () => {
    const evidence = {
      a: [{ name: 'show_version.txt', bytes: Buffer.from('192.0.2.1 hq uptime is 1 day\n'), proof: 'size' }],
      b: [{ name: 'show_logging.txt', bytes: Buffer.from('198.51.100.1, outside 203.0.113.30\n') }],
    };
    const clockProbes = [{ side: 'a' as const, beforeMs: 1, afterMs: 2, answer: '12:00:00.000 UTC Thu Aug 7 2025' }];
    const failures = [{ side: 'b' as const, what: '`show ntp status`', why: 'not authorized' }];
    const manifest = await writeBundle(folder, bundleOf({}, { tunnel, evidence, clockProbes, failures }));
    const { bundle, diagnostics } = await readBundle(folder);
    expect(diagnostics).toEqual([]);
    expect(bundle.tunnel).toEqual(tunnel);
    expect(bundle.manifest).toEqual(manifest);
    expect(bundle.sides.a[0]?.text).toBe('192.0.2.1 hq uptime is 1 day\n');
    expect(bundle.missing).toContain('b: `show ntp status`: not authorized');
  });

  it('writes no secret either where stray bytes make the text look like none', async () => {
    const noise = Buffer.from([1, 2, 0, 0xff, 3].flatMap((byte) => [byte, byte, byte]));
    const line = Buffer.from('crypto isakmp key Gehe1m-key address 192.0.2.1\n');
    const evidence = { a: [{ name: 'show_running_config.txt', bytes: Buffer.concat([noise, Buffer.from('\n'), line, noise]) }], b: [] };
    await writeBundle(folder, bundleOf({}, { evidence }));
    const written = await readFile(join(folder, 'a/show_running_config.txt'));
    expect(written.includes('Gehe1m-key')).toBe(false);
    expect(written.subarray(0, noise.length)).toEqual(noise);
    expect(written.subarray(-noise.length)).toEqual(noise);
  });

  it('writes no secret, and the length and hash of what it wrote', async () => {
    const { files } = await writeBundle(folder, bundleOf({ '../../show run.txt': 'username ops privilege 15 secret 9 $9$abc\n' }));
    expect(files).toMatchObject([{ path: 'a/__.._show_run.txt' }]);
    const written = await readFile(join(folder, 'a/__.._show_run.txt'), 'utf8');
    expect([written.includes('$9$abc'), files[0]?.bytes]).toEqual([false, written.length]);
    const { bundle } = await readBundle(folder);
    expect(bundle.missing.filter((each) => /manifest/.test(each))).toEqual([]);
  });

  it('is for its owner alone', async () => {
    await writeBundle(folder, bundleOf({ 'x.log': 'x' }));
    const modes = await Promise.all(['', 'a', 'tunnel.yaml', 'manifest.json', 'a/x.log'].map((name) => stat(join(folder, name))));
    expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o700, 0o700, 0o600, 0o600, 0o600]);
  });

  it('never overwrites a bundle, and names it', async () => {
    await writeBundle(folder, bundleOf({ 'x.log': 'the incident' }));
    const again = writeBundle(folder, bundleOf({}));
    await expect(again).rejects.toMatchObject({ code: 'input', context: { next: expect.stringContaining('another place') } });
    await expect(again).rejects.toThrow(`${folder}: the folder is not empty`);
    expect(await readFile(join(folder, 'a/x.log'), 'utf8')).toBe('the incident');
    expect(await readdir(out)).toEqual(['0123abcd']);
  });

  it('never overwrites a file of the name, nor what anyone else put there', async () => {
    await writeFile(folder, 'mine');
    await expect(writeBundle(folder, bundleOf({}))).rejects.toThrow('it is there already');
    expect(await readFile(folder, 'utf8')).toBe('mine');
  });

  it('lets exactly one of several runs have the folder', async () => {
    const runs = await Promise.allSettled(
      [1, 2, 3].map((run) => writeBundle(folder, bundleOf({ [`${run}.log`]: 'x', 'x.log': `${run}` }))),
    );
    const winner = runs.findIndex(({ status }) => status === 'fulfilled') + 1;
    expect(runs.filter(({ status }) => status === 'rejected').length).toBe(2);
    expect([await readdir(join(folder, 'a')), await readFile(join(folder, 'a/x.log'), 'utf8')]).toEqual([
      [`${winner}.log`, 'x.log'],
      `${winner}`,
    ]);
    expect(await readdir(out)).toEqual(['0123abcd']);
  });

  it('takes away what a crash left beside it, and nothing else', async () => {
    const ended = spawnSync('true').pid;
    const others = ['0123abcd-2', `0123abcd.unfinished-${process.pid}-0`, '0123abcd.unfinisheds', 'ffff.unfinished'];
    for (const name of [`0123abcd.unfinished-${ended}-1`, '0123abcd.unfinished', ...others])
      await mkdir(join(out, name, 'a'), { recursive: true });
    await writeFile(join(out, `0123abcd.unfinished-${ended}-1`, 'a/half.log'), 'half');
    await writeBundle(folder, bundleOf({ 'x.log': 'x' }));
    expect([await readdir(out), await readdir(join(folder, 'a'))]).toEqual([['0123abcd', ...others].sort(), ['x.log']]);
  });

  it('keeps two files whose names become one', async () => {
    const names = [
      'show log.txt',
      'show_log.txt',
      'SHOW_LOG.TXT',
      'show/log.txt',
      '',
      '..',
      `${'x'.repeat(300)}.txt`,
      `${'x'.repeat(301)}.txt`,
    ];
    const { files } = await writeBundle(folder, bundleOf(Object.fromEntries(names.map((name) => [name, `of ${name}`]))));
    expect(new Set(files.map(({ path }) => path.toLowerCase())).size).toBe(names.length);
    expect(files.slice(0, 2).map(({ path }) => path)).toEqual(['a/show_log.txt', 'a/show_log_2.txt']);
    for (const [index, { path }] of files.entries()) expect(await readFile(join(folder, path), 'utf8')).toBe(`of ${names[index]}`);
  });

  it('says which folder cannot be written and why, and leaves nothing half', async () => {
    await writeFile(join(out, 'file'), '');
    const refused = writeBundle(join(out, 'file', '0123abcd'), bundleOf({ 'x.log': 'x' }));
    await expect(refused).rejects.toThrow(
      `cannot write the bundle to ${join(out, 'file', '0123abcd')}: a part of its path is a file, not a folder`,
    );
    expect(await readdir(out)).toEqual(['file']);
  });

  it('takes an empty folder that was made for it', async () => {
    await mkdir(folder);
    await chmod(folder, 0o755);
    await writeBundle(folder, bundleOf({ 'x.log': 'x' }));
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });
});

describe('a disk that refuses', () => {
  it.each([
    ['ENOSPC', 'the disk is full', 'free space'],
    ['EACCES', 'you have no right to it', 'owner or mode'],
    ['EROFS', 'read-only', 'another place'],
    ['EIO', 'does not answer as it should', 'look at the disk'],
  ])('is told in a sentence: %s', (code, why, next) => {
    const refusal = fileTrouble('write the bundle to', 'captures/0123abcd', Object.assign(new Error('raw'), { code }));
    expect(refusal.message).toContain('captures/0123abcd');
    expect(refusal.message).toContain(why);
    expect(refusal.context.next).toContain(next);
  });
});

describe('a free folder for a bundle', () => {
  it('is named after the capture, with a number behind it when that exists', async () => {
    expect(await freeBundleFolder(out, '0123abcd')).toBe(folder);
    await mkdir(folder);
    await writeFile(`${folder}-2`, '');
    expect(await freeBundleFolder(out, '0123abcd')).toBe(`${folder}-3`);
  });

  it('is not looked for below a file', async () => {
    await writeFile(folder, '');
    await expect(freeBundleFolder(folder, '0123abcd')).rejects.toThrow('a part of its path is a file');
  });
});
