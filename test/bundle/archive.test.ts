import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBundle } from '../../src/bundle/read.ts';
import { LOGS, oldTarOf, sumTar, type TarEntry, tarOf, zipOf } from './archives.ts';

const MB = 1024 * 1024;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'archive-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function read(name: string, bytes: Buffer) {
  const path = join(directory, name);
  await writeFile(path, bytes);
  return readBundle(path);
}

const below = (top: string): TarEntry[] => LOGS.map((entry) => ({ ...entry, name: `${top}${entry.name}` }));

describe('an archive', () => {
  it.each([
    ['a .tar', 'good.tar', async () => tarOf(LOGS)],
    ['a .tar.gz', 'good.tar.gz', async () => gzipSync(await tarOf(LOGS))],
    ['a .tar from before POSIX', 'v7.tar', async () => oldTarOf(LOGS)],
    ['a .zip', 'good.zip', async () => zipOf([...LOGS])],
    ['a .tgz under no such name', 'good', async () => gzipSync(await tarOf(LOGS))],
    [
      'one with a folder on top',
      'top.tgz',
      async () => gzipSync(await tarOf([{ name: '0123abcd/', type: 'directory' }, ...below('0123abcd/')])),
    ],
    ['one made by `tar -C bundle .`', 'dot.tar', async () => tarOf([{ name: './', type: 'directory' }, ...below('./')])],
    [
      'one that a Mac made',
      'mac.zip',
      async () => zipOf([...below('bundle/'), { name: '__MACOSX/bundle/a/._show_logging.txt', text: 'x' }]),
    ],
    [
      'one with a file packed by itself',
      'packed.tar',
      async () =>
        tarOf(
          LOGS.map((entry) => (entry.name.startsWith('a/') ? { name: `${entry.name}.gz`, text: gzipSync('local= 192.0.2.1\n') } : entry)),
        ),
    ],
  ])('is read like the folder: %s', async (_what, name, make) => {
    const { bundle } = await read(name, await make());
    expect(bundle.tunnel.a).toEqual({ name: 'hq', address: '192.0.2.1' });
    expect([bundle.sides.a, bundle.sides.b].map((files) => files.map((file) => [file.name, file.text]))).toEqual([
      [['show_logging.txt', 'local= 192.0.2.1\n']],
      [['show_logging.txt', 'local= 198.51.100.1\n']],
    ]);
  });

  const bag = (top: string, bundle = 'data/bundle/'): TarEntry[] => [
    { name: `${top}bagit.txt`, text: 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' },
    { name: `${top}manifest-sha256.txt`, text: '' },
    { name: `${top}data/report/report.json`, text: '"text": "local= 192.0.2.1, remote= 198.51.100.1"' },
    ...below(`${top}${bundle}`),
  ];

  it.each([
    ['of `flaptrap evidence`', 'x-evidence.tar.gz', async () => gzipSync(await tarOf(bag('x-evidence/')))],
    ['as a .zip', 'x.zip', async () => zipOf(bag('x-evidence/') as { name: string; text: string }[])],
    ['without a folder on top', 'x.tar', async () => tarOf(bag(''))],
    [
      'in the zip of a mail',
      'mail.zip',
      async () => zipOf([{ name: 'x-evidence.tar.gz', text: gzipSync(await tarOf(bag('x-evidence/'))) }]),
    ],
  ])('that is a bag is judged as the bundle in it, not by what its reports cite: %s', async (_what, name, make) => {
    const { bundle } = await read(name, await make());
    expect(bundle.tunnel.a).toEqual({ name: 'hq', address: '192.0.2.1' });
    expect([bundle.sides.a, bundle.sides.b].map((files) => files.map((file) => file.name))).toEqual([
      ['show_logging.txt'],
      ['show_logging.txt'],
    ]);
    expect(bundle.files?.map((file) => file.path)).toEqual(['a/show_logging.txt', 'b/show_logging.txt']);
  });

  it.each([
    ['an empty zip', 'empty.zip', async () => zipOf([]), 'there is no tunnel.yaml, and no other file either'],
    ['folders alone', 'dirs.zip', async () => zipOf([{ name: 'a/', text: '' }]), 'there is no tunnel.yaml, and no other file either'],
    ['an empty tar', 'empty.tar', async () => Buffer.alloc(10_240), 'there is no tunnel.yaml, and no other file either'],
    ['an empty tar of two blocks', 'logs', async () => Buffer.alloc(1024), 'there is no tunnel.yaml, and no other file either'],
    ['an empty tar, packed', 'empty.tgz', async () => gzipSync(Buffer.alloc(10_240)), 'there is no tunnel.yaml, and no other file either'],
    ['a packed file of nothing', 'log.gz', async () => gzipSync(''), 'log.gz error: there is nothing in it'],
  ])('with nothing to read in it is refused for that: %s', async (_what, name, make, words) => {
    await expect(read(name, await make())).rejects.toThrow(words);
  });

  it.each<[string, TarEntry, string]>([
    ['a symbolic link', { name: 'a/x.log', type: 'symlink', linkname: '/etc/passwd' }, '"a/x.log" is a symbolic link'],
    ['a hard link', { name: 'a/x.log', type: 'link', linkname: 'tunnel.yaml' }, '"a/x.log" is a hard link'],
    ['a device', { name: 'a/x.log', type: 'character-device', devmajor: 1, devminor: 5 }, '"a/x.log" is a device'],
    ['a pipe', { name: 'a/x.log', type: 'fifo' }, '"a/x.log" is a pipe'],
    ['an absolute path', { name: '/etc/x.log', text: 'x' }, '"/etc/x.log" leaves the archive'],
    ['a way out', { name: 'a/../../x.log', text: 'x' }, '"a/../../x.log" leaves the archive'],
    ['a path of Windows', { name: 'C:\\logs\\x.log', text: 'x' }, 'leaves the archive'],
    ['a name twice', { name: './a/show_logging.txt', text: 'x' }, '"a/show_logging.txt" is in it twice'],
    ['a name with a control character', { name: 'a/x\u001b[2J.log', text: 'x' }, '"a/x\\u001b[2J.log" is not a valid file name'],
    ['a name without end', { name: `a/${'x'.repeat(5000)}`, text: 'x' }, 'a name of more than 512 characters'],
    ['a tunnel.yaml of 65 kB', { name: 'x/tunnel.yaml', text: ' '.repeat(65 * 1024) }, '"x/tunnel.yaml" is larger than 64 kB'],
    ['a manifest of 5 MB', { name: 'manifest.json', text: ' '.repeat(5 * MB) }, '"manifest.json" is larger than 4 MB'],
  ])('is refused by name for %s', async (_what, entry, words) => {
    const refused = read('bad.tar', await tarOf([...LOGS, entry]));
    await expect(refused).rejects.toMatchObject({ code: 'input' });
    await expect(refused).rejects.toThrow('bad.tar error: ');
    await expect(refused).rejects.toThrow(words);
  });

  it.each([
    ['a symbolic link', { name: 'a/x.log', text: '/etc/passwd', mode: 0o120777 }, '"a/x.log" is a symbolic link'],
    ['a way out', { name: '../x.log', text: 'x' }, '../x.log'],
    ['an absolute path', { name: '/x.log', text: 'x' }, '/x.log'],
    ['a name twice', { name: 'a/show_logging.txt', text: 'x' }, 'in it twice'],
    [
      'an encrypted file',
      { name: 'a/x.log', text: 'x', claims: { flags: 1 } },
      '"a/x.log" is encrypted: unpack it with its password, and hand in what is in it',
    ],
    ['a file that is not what it was', { name: 'a/x.log', text: 'x', claims: { crc: 7 } }, '"a/x.log" is damaged'],
    ['a file larger than it says', { name: 'a/x.log', text: 'x'.repeat(9000), claims: { size: 9 } }, 'cannot be unpacked'],
    ['a file that claims to be a bomb', { name: 'a/x.log', text: 'x', claims: { size: 100 * MB } }, 'times its size'],
    ['a file beyond the limit', { name: 'a/x.log', text: 'x', claims: { size: 129 * MB } }, 'larger than 128 MB'],
  ])('in zip is refused by name for %s', async (_what, entry, words) => {
    await expect(read('bad.zip', zipOf([...LOGS, entry]))).rejects.toThrow(words);
  });

  it.each([1, 511, 700, 1024, 1500, 2600, 3072, 3100])('is refused when it is cut short at %i bytes', async (bytes) => {
    const tar = await tarOf(LOGS);
    const head = bytes < 300 ? /this is a file|not a bundle/ : /cut short|damaged/;
    await expect(read('cut.tar', tar.subarray(0, bytes))).rejects.toThrow(head);
    const packed = gzipSync(tar);
    await expect(read('cut.tgz', packed.subarray(0, Math.min(bytes + 20, packed.length - 1)))).rejects.toThrow('cut short');
    const zip = zipOf([...LOGS]);
    await expect(read('cut.zip', zip.subarray(0, Math.min(bytes + 20, zip.length - 1)))).rejects.toThrow('cannot be unpacked');
  });

  it('is refused when a byte of it has changed', async () => {
    const packed = gzipSync(await tarOf(LOGS), { level: 0 });
    packed[packed.length - 3000] = 0x7f;
    await expect(read('bad.tgz', packed)).rejects.toThrow('damaged');
  });

  it('is refused with more entries than any bundle has', async () => {
    const many = Array.from({ length: 2001 }, (_, index) => ({ name: `a/${index}.log`, text: 'x' }));
    await expect(read('many.tgz', gzipSync(await tarOf(many)))).rejects.toThrow('more than 2000 entries');
  });

  it.each([
    ['a file of zeros', async () => gzipSync(await tarOf([...LOGS, { name: 'a/x.log', text: '\0'.repeat(120 * MB) }]), { level: 9 })],
    ['nothing but zeros', async () => gzipSync(Buffer.alloc(300 * MB))],
  ])(
    'that is a bomb is refused before it is unpacked: %s',
    async (_what, make) => {
      const bomb = await make();
      expect(bomb.length).toBeLessThan(MB);
      global.gc?.();
      const before = process.memoryUsage().arrayBuffers;
      let peak = before;
      const watching = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage().arrayBuffers);
      }, 1);
      await expect(read('bomb.tgz', bomb)).rejects.toThrow('more than 250 times its size');
      clearInterval(watching);
      expect(peak - before).toBeLessThan(100 * MB);
    },
    30_000,
  );

  it('is refused by the size that it claims, before a byte of the file is read', async () => {
    const tar = await tarOf([...LOGS, { name: 'a/x.log', text: 'x' }]);
    const header = Buffer.from(tar.subarray(tar.indexOf('a/x.log'), tar.indexOf('a/x.log') + 512));
    header.write('77777777777\0', 124, 'latin1');
    sumTar(header);
    await expect(read('big.tar', Buffer.concat([header, Buffer.alloc(512)]))).rejects.toThrow('"a/x.log" is larger than 128 MB');
  });

  it('without tunnel.yaml says what a bundle is', async () => {
    await expect(read('logs.tar', await tarOf(LOGS.slice(1)))).rejects.toThrow(
      /logs\.tar\/tunnel\.yaml error: there is no tunnel\.yaml[\s\S]*A bundle is/,
    );
  });

  it.each([
    ['a log', Buffer.from('*Mar  1 00:00:01.000: %SYS-5-CONFIG_I\n'), 'this is a text file'],
    ['nothing', Buffer.alloc(0), 'this is an empty file'],
    ['xz', Buffer.from('fd377a585a0000', 'hex'), 'an xz file, which is not unpacked here'],
    ['7z', Buffer.from('377abcaf271c0004', 'hex'), 'a 7z archive, which is not unpacked here (hand in what `7z x` makes of it'],
    ['rar', Buffer.from('526172211a0701', 'hex'), 'a rar archive, which is not unpacked here (hand in what `unrar x`'],
    ['compress', Buffer.from('1f9d902a14', 'hex'), 'a .Z file (compress), which is not unpacked here (hand in what `uncompress`'],
    ['lz4', Buffer.from('04224d186440', 'hex'), 'an lz4 file, which is not unpacked here'],
    ['words that begin as a packed file does', Buffer.from('BZh9 is the first line\n'), 'this is a text file'],
    ['noise', Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 7) % 256)), 'a file of an unknown kind'],
    ['a packed log', gzipSync('*Mar  1 00:00:01.000: %SYS-5-CONFIG_I\n'.repeat(99)), 'not a tar archive'],
  ])('is told from %s', async (_what, bytes, words) => {
    const refused = read('thing', bytes);
    await expect(refused).rejects.toThrow(words);
    await expect(refused).rejects.toMatchObject({ code: 'input' });
  });
});

describe('an archive in an archive', () => {
  const log = 'local= 198.51.100.1, remote= 192.0.2.1\n';
  const nested = async (depth: number): Promise<Buffer> => {
    let bytes: Buffer = zipOf([{ name: 'show_logging.txt', text: log }]);
    for (let count = 1; count < depth; count += 1) bytes = await tarOf([{ name: `inner${count}.zip`, text: bytes }]);
    return bytes;
  };

  it.each([1, 2, 3])('is opened: %i deep', async (depth) => {
    const { bundle } = await read('all.tar', await tarOf([...LOGS, { name: 'b/more.zip', text: await nested(depth) }]));
    expect(bundle.sides.b.map(({ text }) => text)).toContain(log);
  });

  it('is left out and named beyond that', async () => {
    const { bundle } = await read('all.tar', await tarOf([...LOGS, { name: 'b/more.zip', text: await nested(4) }]));
    expect(bundle.missing.join('\n')).toContain('is an archive in more than 3 others: it was not read');
  });

  it('with a link in it is left out and named, and the rest is read', async () => {
    const bad = await tarOf([{ name: 'x.log', type: 'symlink', linkname: '/etc/passwd' }]);
    const { bundle } = await read('all.tar', await tarOf([...LOGS, { name: 'b/more.tar', text: bad }]));
    expect(bundle.missing.join('\n')).toContain('"x.log" is a symbolic link');
    expect(bundle.sides.a.length).toBe(1);
  });
});

describe('a zip of Windows', () => {
  it('has folders, though their names end in a backslash', async () => {
    const zip = zipOf(LOGS.map((entry) => ({ ...entry, name: entry.name.replaceAll('/', '\\') })));
    const { bundle } = await read('windows.zip', zip);
    const { bundle: plain } = await read('plain.zip', zipOf([...LOGS]));
    expect(bundle.sides).toEqual(plain.sides);
    await expect(read('out.zip', zipOf([...LOGS, { name: '..\\x.log', text: 'x' }]))).rejects.toThrow('x.log');
    await expect(read('drive.zip', zipOf([...LOGS, { name: 'C:\\x.log', text: 'x' }]))).rejects.toThrow('x.log');
  });
});
