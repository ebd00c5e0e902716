/** Reading syslog files: packed or not, in whatever pieces, the lines are the same. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { Radar } from '../../../src/fleet/radar/radar.ts';
import { readSyslog, readSyslogFile } from '../../../src/fleet/radar/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'flaptrap-radar-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NOW_MS = Date.UTC(2026, 0, 20);
const TEXT = [4, 5, 6]
  .map((day) => `Jan  ${day} 03:00:00.000: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 198.51.100.1:500       Id: ü`)
  .join('\r\n');

async function read(pieces: readonly Uint8Array[]) {
  const radar = new Radar();
  const counts = await readSyslog(
    (async function* () {
      yield* pieces;
    })(),
    radar,
    'hq',
    NOW_MS,
  );
  return { counts, flaps: radar.report().tunnels[0]?.flaps };
}

const WHOLE = { counts: { lines: 3, unread: 0, undated: 0 }, flaps: 3 };

describe('a syslog file', () => {
  it('is read in whatever pieces it comes, its last line without an end too', async () => {
    const bytes = Buffer.from(TEXT);
    for (const size of [1, 7, 4096]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
      expect(await read(pieces)).toEqual(WHOLE);
    }
  });

  it('is unpacked where it is packed', async () => {
    const packed = gzipSync(TEXT);
    expect(await read([packed.subarray(0, 20), packed.subarray(20)])).toEqual(WHOLE);
  });

  it('that ends in the middle of its packing is refused', async () => {
    await expect(read([gzipSync(TEXT).subarray(0, 40)])).rejects.toThrow(/unexpected end of file/);
  });

  it('is of the router that its name says, where its lines name none', async () => {
    for (const name of ['hq.log', 'hq.log.1', 'hq.log.2.gz', 'hq']) {
      const radar = new Radar();
      writeFileSync(join(folder, name), name.endsWith('gz') ? gzipSync(TEXT) : TEXT);
      await readSyslogFile(join(folder, name), radar, NOW_MS);
      expect(radar.report().routers.map(({ router }) => router)).toEqual(['hq']);
    }
  });

  it('that is not there is said to be', async () => {
    const path = join(folder, 'nowhere.log');
    await expect(readSyslogFile(path, new Radar(), NOW_MS)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining(path),
    });
  });

  it('that is nothing but one endless line holds no more than a line', async () => {
    const { counts } = await read(Array.from({ length: 50 }, () => Buffer.alloc(100_000, 0x78)));
    expect(counts).toMatchObject({ lines: 1, unread: 1 });
  });
});
