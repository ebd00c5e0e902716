/** Archives as people make them, and as nobody honest does: packed in the test itself. */
import { buffer } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';

export type TarEntry = Partial<Header> & { name: string; text?: string | Buffer };

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
export const LOGS: readonly TarEntry[] = [
  { name: 'tunnel.yaml', text: TUNNEL },
  { name: 'a/show_logging.txt', text: 'local= 192.0.2.1\n' },
  { name: 'b/show_logging.txt', text: 'local= 198.51.100.1\n' },
];

export async function tarOf(entries: readonly TarEntry[]): Promise<Buffer> {
  const packer = pack();
  for (const { text = '', ...header } of entries) packer.entry(header, text);
  packer.finalize();
  return buffer(packer as unknown as AsyncIterable<Uint8Array>);
}

/** Without the mark `ustar`. */
export async function oldTarOf(entries: readonly TarEntry[]): Promise<Buffer> {
  const tar = await tarOf(entries);
  for (let at = tar.indexOf('ustar'); at !== -1; at = tar.indexOf('ustar')) {
    tar.fill(0, at, at + 8);
    sumTar(tar.subarray(at - 257, at + 255));
  }
  return tar;
}

/** Writes the sum that a changed header needs. */
export function sumTar(header: Buffer): void {
  header.write('        ', 148, 'latin1');
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
    'latin1',
  );
}

interface ZipEntry {
  name: string;
  text?: string | Buffer;
  /** Of a Unix file: 0o120777 is a symbolic link. */
  mode?: number;
  /** What the list at the end claims, where it is not the truth. */
  claims?: { size?: number; crc?: number; flags?: number };
}

/** By APPNOTE 4.3: each file behind its header, the list of them, the end. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const { name, text = '', mode = 0o100644, claims = {} } of entries) {
    const data = deflateRawSync(text);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(claims.flags ?? 0, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(claims.crc ?? crc32(text), 10);
    shared.writeUInt32LE(data.length, 14);
    shared.writeUInt32LE(claims.size ?? Buffer.byteLength(text), 18);
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(mode * 0x10000, 6);
    rest.writeUInt32LE(at, 10);
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), shared, Buffer.from(name), data]);
    files.push(file);
    list.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), shared, rest, Buffer.from(name));
    at += file.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(Buffer.concat(list).length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, ...list, Buffer.from('PK\x05\x06'), end]);
}
