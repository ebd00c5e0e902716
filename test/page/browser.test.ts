/** The browser as a machine unpacks what Node unpacks, and refuses what Node refuses, in the same words. */
import { gzipSync } from 'node:zlib';
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

async function inflated({ inflate }: Machine, bytes: Uint8Array): Promise<string> {
  const pieces: Uint8Array[] = [];
  const once = async function* () {
    yield bytes;
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
  ['one that is cut short', () => gzipSync(TEXT).subarray(0, -12)],
  ['one whose content is damaged', () => gzipSync(TEXT).fill(0x55, 40, 60)],
  ['one whose sum is damaged', () => withoutSum(gzipSync(TEXT))],
])('of gzip %s', (_what, make) => {
  it('is unpacked or refused alike', async () => {
    expect(await inflated(BROWSER, make())).toBe(await inflated(NODE, make()));
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
