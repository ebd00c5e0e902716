/** What was handed in as an archive is read the same where it lies in a folder, however deep, and however it is packed. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBundle } from '../../src/bundle/read.ts';
import { LOGS, type TarEntry, tarOf, zipOf } from './archives.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'deeper-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function lay(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
}

const HQ =
  "Nov  9 2025 14:10:00.000 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0xB7A1F00D(3080843277), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0/1\n";
const LOG: TarEntry = { name: 'hq.log', text: HQ };
const tgzOf = async (entries: readonly TarEntry[]) => gzipSync(await tarOf(entries));

const PACKED: readonly [string, string, () => Promise<Buffer>][] = [
  ['a zip', 'logs.zip', async () => zipOf([LOG])],
  ['a tar', 'logs.tar', () => tarOf([LOG])],
  ['a tar.gz', 'logs.tar.gz', () => tgzOf([LOG])],
  ['a packed log', 'hq.log.gz', async () => gzipSync(HQ)],
  ['a packed log in a zip', 'logs.zip', async () => zipOf([{ name: 'hq.log.gz', text: gzipSync(HQ) }])],
  [
    'a packed log in a zip in a tgz',
    'upload.tgz',
    () => tgzOf([{ name: 'day/inner.zip', text: zipOf([{ name: 'hq.log.gz', text: gzipSync(HQ) }]) }]),
  ],
  [
    'a tgz in a tar.gz in a zip',
    'all.zip',
    async () => zipOf([{ name: 'x.tar.gz', text: await tgzOf([{ name: 'y.tgz', text: await tgzOf([LOG]) }]) }]),
  ],
];

describe('a folder that holds only an archive', () => {
  it.each(PACKED)('is read like the archive itself: %s', async (_what, name, make) => {
    await lay({ [name]: await make() });
    const [inside, itself] = [await readBundle(directory), await readBundle(join(directory, name))];
    expect(inside.bundle.sides.a.map(({ text }) => text)).toEqual([HQ]);
    expect(itself.bundle.sides.a.map(({ text }) => text)).toEqual([HQ]);
    expect(inside.bundle.tunnel.b.address).toBe('198.51.100.1');
  });

  it.each(['case/', 'case/2025-11-09/', 'one/two/three/'])('that is a bundle, in %s, gives its own tunnel.yaml', async (way) => {
    await lay({ [`${way}capture.tar.gz`]: await tgzOf(LOGS) });
    const { bundle } = await readBundle(directory);
    expect(bundle.tunnel.b).toEqual({ name: 'branch', address: '198.51.100.1' });
    expect([bundle.sides.a.length, bundle.sides.b.length]).toEqual([1, 1]);
    expect(bundle.assumed).toBeUndefined();
  });

  it('with a note beside it is the bundle still', async () => {
    await lay({ 'note.txt': 'please look\n', 'capture.zip': zipOf(LOGS) });
    expect((await readBundle(directory)).bundle.tunnel.a.name).toBe('hq');
  });

  it('that is refused says which, and why', async () => {
    await lay({ 'capture.tar': await tarOf([{ name: 'x.log', type: 'symlink', linkname: '/etc/passwd' }]) });
    await expect(readBundle(directory)).rejects.toThrow(
      /Not read: capture\.tar is an archive that is refused: "x\.log" is a symbolic link/,
    );
  });

  it('is not opened without end where it is packed again and again', async () => {
    let bytes: Buffer = Buffer.from(HQ);
    for (let count = 0; count < 12; count += 1) bytes = gzipSync(bytes);
    await lay({ [`hq.log${'.gz'.repeat(12)}`]: bytes });
    await expect(readBundle(directory)).rejects.toThrow('is an archive in more than 3 others');
  });
});

describe('two archives in a folder', () => {
  const [tunnel, a, b] = LOGS as [TarEntry, TarEntry, TarEntry];

  it('of one router each, with the same tunnel.yaml, are one bundle', async () => {
    await lay({ 'hq.tgz': await tgzOf([tunnel, a]), 'branch.zip': zipOf([tunnel, b]) });
    const { bundle } = await readBundle(directory);
    expect([bundle.sides.a.length, bundle.sides.b.length]).toEqual([1, 1]);
  });

  it('of one router each, without tunnel.yaml, are told apart by the addresses in them', async () => {
    const back = HQ.replace('192.0.2.1', '*').replace('198.51.100.1', '192.0.2.1').replace('*', '198.51.100.1');
    await lay({ 'hq.tgz': await tgzOf([LOG]), 'branch.zip': zipOf([{ name: 'show_logging.txt', text: back }]) });
    const { bundle } = await readBundle(directory);
    expect(bundle.sides.a.map(({ text }) => text)).toEqual([HQ]);
    expect(bundle.sides.b.map(({ text }) => text)).toEqual([back]);
  });

  it.each<[string, TarEntry[]]>([
    ['of two tunnels', [{ name: 'tunnel.yaml', text: `${String(tunnel.text)}# another\n` }, b]],
    ['of one tunnel at two times', [tunnel, { ...a, text: 'local= 192.0.2.1 \n' }]],
  ])('that are two bundles, %s, are never mixed: both are named', async (_what, second) => {
    await lay({ 'monday.tgz': await tgzOf([tunnel, a]), 'friday.zip': zipOf(second) });
    await expect(readBundle(directory)).rejects.toThrow('There are bundles in it: friday.zip, monday.tar; name one.');
  });
});
