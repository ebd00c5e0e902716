/** The browser as a machine unpacks what Node unpacks, and refuses what Node refuses, in the same words. */
import { crc32, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { joined } from '../../src/bundle/bytes.ts';
import { NODE } from '../../src/bundle/disk/node.ts';
import type { Machine } from '../../src/bundle/machine.ts';
import { unzip } from '../../src/bundle/unzip.ts';
import { BROWSER } from '../../src/page/browser.ts';
import { LOGS, zipOf } from '../bundle/archives.ts';

const TEXT = Buffer.from('Mar 11 09:23:50.600: %CRYPTO-4-RECVD_PKT_INV_SPI\n'.repeat(20_000));

function withoutSum(packed: Buffer): Buffer {
  return packed.fill(0x55, packed.length - 8, packed.length - 4);
}

/** [C] RFC 1952 2.3: FHCRC, FEXTRA, FNAME and FCOMMENT. */
function withHead(packed: Buffer, wrong = 0): Buffer {
  const head = Buffer.concat([
    packed.subarray(0, 3),
    Buffer.from([0x1e]),
    packed.subarray(4, 10),
    Buffer.from('\x03\0abcname\0comment\0', 'latin1'),
  ]);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE(((crc32(head) & 0xffff) + wrong) & 0xffff);
  return Buffer.concat([head, sum, packed.subarray(10)]);
}

function cut(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}

async function inflated({ inflate }: Machine, ...bytes: Uint8Array[]): Promise<string> {
  const pieces: Uint8Array[] = [];
  const once = async function* () {
    yield* bytes;
  };
  try {
    for await (const { piece } of inflate(once())) pieces.push(piece);
  } catch (error) {
    return String(error);
  }
  return Buffer.from(joined(pieces)).toString('latin1');
}

describe.each([
  ['a file', () => gzipSync(TEXT)],
  ['two members', () => Buffer.concat([gzipSync(TEXT), gzipSync(TEXT)])],
  ['an empty file', () => gzipSync('')],
  ['a file with zeros and more behind it', () => Buffer.concat([gzipSync(TEXT), Buffer.alloc(80, '00ff', 'hex')])],
  ['a file with one zero behind it', () => Buffer.concat([gzipSync(TEXT), Buffer.alloc(1)])],
  ['a file with 511 zeros behind it, as from a tape', () => Buffer.concat([gzipSync(TEXT), Buffer.alloc(511)])],
  ['a file with a word behind it', () => Buffer.concat([gzipSync(TEXT), Buffer.from('end')])],
  ['a file with a long text behind it', () => Buffer.concat([gzipSync(TEXT), Buffer.from('x'.repeat(200_000))])],
  ['a file with the first byte of a member behind it', () => Buffer.concat([gzipSync(TEXT), Buffer.from([0x1f])])],
  ['a file with the mark of a member behind it', () => Buffer.concat([gzipSync(TEXT), Buffer.from([0x1f, 0x8b])])],
  ['a file with what only begins like a member behind it', () => Buffer.concat([gzipSync(TEXT), Buffer.from([0x1f, 0x20, 0x20, 0x20])])],
  ['a file with half a member behind it', () => Buffer.concat([gzipSync(TEXT), gzipSync(TEXT).subarray(0, 40)])],
  ['two members with text behind them', () => Buffer.concat([gzipSync(TEXT), gzipSync(TEXT), Buffer.from('the end of it')])],
  ['a file whose sum is damaged, with text behind it', () => Buffer.concat([withoutSum(gzipSync(TEXT)), Buffer.from('the end of it')])],
  ['two members of which the first is damaged in its sum', () => Buffer.concat([withoutSum(gzipSync(TEXT)), gzipSync(TEXT)])],
  ['a file with a single letter behind it', () => Buffer.concat([gzipSync(TEXT), Buffer.from('x')])],
  ['a file with a name, a comment and a sum of its head', () => withHead(gzipSync(TEXT))],
  ['a file whose head has another sum', () => withHead(gzipSync(TEXT), 1)],
  ['a file of another method', () => gzipSync(TEXT).fill(7, 2, 3)],
  ['a file with flags that nobody knows', () => gzipSync(TEXT).fill(0xe0, 3, 4)],
  ['one whose length is damaged', () => gzipSync(TEXT).fill(0x55, gzipSync(TEXT).length - 4)],
  ['one that is stored as it is', () => gzipSync(TEXT, { level: 0 })],
  ['one that is stored as it is, and cut short', () => gzipSync(TEXT, { level: 0 }).subarray(0, 100_000)],
  ['one that is cut within its head', () => gzipSync(TEXT).subarray(0, 7)],
  ['one that is cut within its sum', () => gzipSync(TEXT).subarray(0, -3)],
  ['twenty small members', () => Buffer.concat(Array.from({ length: 20 }, (_, at) => gzipSync(`line ${at}\n`)))],
  ['one that is cut short', () => gzipSync(TEXT).subarray(0, -12)],
  ['one whose content is damaged', () => gzipSync(TEXT).fill(0x55, 40, 60)],
  ['one whose sum is damaged', () => withoutSum(gzipSync(TEXT))],
])('of gzip %s', (_what, make) => {
  it('is unpacked or refused alike', async () => {
    expect(await inflated(BROWSER, make())).toBe(await inflated(NODE, make()));
  });

  it('is unpacked or refused alike, a few bytes at a time', async () => {
    const whole = make().subarray(0, 6000);
    for (const size of [1, 7, 997]) expect(await inflated(BROWSER, ...cut(whole, size)), `${size}`).toBe(await inflated(BROWSER, whole));
  });
});

async function unzipped(machine: Machine, bytes: Buffer): Promise<unknown> {
  const files: string[] = [];
  try {
    for await (const { path, bytes: content } of unzip(bytes, 'x.zip', machine)) files.push(`${path} ${Buffer.from(content).toString()}`);
  } catch (error) {
    return String(error).split('\n')[0];
  }
  return files;
}

describe('of zip', () => {
  it('the same files come out', async () => {
    const zip = zipOf([...LOGS]);
    expect(await unzipped(BROWSER, zip)).toEqual(await unzipped(NODE, zip));
    expect(await unzipped(BROWSER, zip)).toHaveLength(3);
  });

  it('links and paths that lead elsewhere are refused', async () => {
    expect(await unzipped(BROWSER, zipOf([{ name: 'a/link', text: '/etc/passwd', mode: 0o120777 }]))).toMatch(/symbolic link/);
    expect(await unzipped(BROWSER, zipOf([{ name: '../../etc/passwd', text: 'x' }]))).toMatch(/leaves the archive/);
  });

  it('what is damaged, or no zip, is refused', async () => {
    expect(await unzipped(BROWSER, Buffer.from('PK\x05\x06 no'))).toMatch(/cannot be unpacked/);
    const zip = zipOf([...LOGS]);
    const at = zip.indexOf('a/show_logging.txt') + 'a/show_logging.txt'.length;
    expect(await unzipped(BROWSER, zip.fill(0x55, at, at + 8))).toMatch(/is damaged/);
  });
});

it('the sums are the same', async () => {
  expect(await BROWSER.sha256(TEXT)).toBe(await NODE.sha256(TEXT));
});
