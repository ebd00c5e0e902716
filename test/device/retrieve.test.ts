/** Files that come by SCP or SFTP, from OpenSSH's own programs: exact, resumed where possible, or one error. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openConnection } from '../../src/device/connection.ts';
import { DEFAULT_DEADLINES } from '../../src/device/deadlines.ts';
import { md5Of } from '../../src/device/files.ts';
import { RETRIEVAL_METHODS, type RetrievalId } from '../../src/device/retrieval/index.ts';
import { MethodRefusedError } from '../../src/device/retrieval/method.ts';
import { retrieve } from '../../src/device/retrieve.ts';
import { makeLog } from '../../src/lab/faults/means/noise.ts';
import { seeded } from '../../src/lab/random.ts';
import { failureOf } from './failure.ts';
import { HAS_SCP, HAS_SFTP_SERVER, OpenSshHost } from './openssh-host.ts';
import { ScriptedRouter } from './scripted-router.ts';

const folder = mkdtempSync(join(tmpdir(), 'flaptrap-retrieve-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LOG = makeLog(seeded(3), 700_000);
const PATH = join(folder, 'show_logging.txt');
writeFileSync(PATH, LOG);
const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
writeFileSync(join(folder, 'bytes'), EVERY_BYTE);
writeFileSync(join(folder, 'empty'), '');

function fetchFrom(host: OpenSshHost, method: RetrievalId, wanted: { path: string; sizeBytes: number; md5: string }): Promise<Buffer> {
  return retrieve(method, () => openConnection(host.target(), DEFAULT_DEADLINES), { ...wanted, idleMs: 3000 });
}

const wantedLog = { path: PATH, sizeBytes: LOG.length, md5: md5Of(LOG) };
const IS_INSTALLED: Record<RetrievalId, boolean> = { scp: HAS_SCP, sftp: HAS_SFTP_SERVER };

for (const method of Object.keys(RETRIEVAL_METHODS) as RetrievalId[]) {
  describe.skipIf(!IS_INSTALLED[method])(`a file by ${method}`, () => {
    it.each([
      ['a log', 'show_logging.txt', LOG],
      ['bytes of every kind', 'bytes', EVERY_BYTE],
      ['nothing at all', 'empty', Buffer.alloc(0)],
    ])('comes over exactly: %s', async (_what, name, content) => {
      await using host = await OpenSshHost.start();
      const wanted = { path: join(folder, name), sizeBytes: content.length, md5: md5Of(content) };
      expect((await fetchFrom(host, method, wanted)).equals(content)).toBe(true);
    });

    it('comes over exactly when the connection breaks twice on the way', async () => {
      await using host = await OpenSshHost.start([300_000, 500_000, Number.POSITIVE_INFINITY]);
      expect((await fetchFrom(host, method, wantedLog)).equals(LOG)).toBe(true);
      expect(host.connectionCount).toBeGreaterThan(1);
    });

    it('is an error when the connection breaks each time', async () => {
      await using host = await OpenSshHost.start([20_000]);
      expect(await failureOf(fetchFrom(host, method, wantedLog))).toMatchObject({ code: 'retrieval' });
    });

    it('is an error when it is not what the router hashed', async () => {
      await using host = await OpenSshHost.start();
      expect(await failureOf(fetchFrom(host, method, { ...wantedLog, md5: md5Of(EVERY_BYTE) }))).toMatchObject({
        code: 'retrieval',
        context: { answer: expect.stringContaining('MD5') },
      });
    });

    it('is an error when it has grown since it was listed', async () => {
      await using host = await OpenSshHost.start();
      expect(await failureOf(fetchFrom(host, method, { ...wantedLog, sizeBytes: LOG.length - 10 }))).toMatchObject({
        context: { answer: expect.stringContaining('has changed') },
      });
    });

    it('is an error that names what the server says when there is none', async () => {
      await using host = await OpenSshHost.start();
      expect(await failureOf(fetchFrom(host, method, { ...wantedLog, path: join(folder, 'none') }))).toMatchObject({
        context: { answer: expect.stringMatching(/no such file/i) },
      });
    });

    it('is refused for good by a router that does not serve it', async () => {
      await using router = await ScriptedRouter.start();
      const attempt = retrieve(method, () => openConnection(router.target(), DEFAULT_DEADLINES), { ...wantedLog, idleMs: 3000 });
      await expect(attempt).rejects.toBeInstanceOf(MethodRefusedError);
    });
  });
}

it.skipIf(!HAS_SFTP_SERVER)('what came by sftp before the break is not asked for again', async () => {
  await using host = await OpenSshHost.start([650_000, Number.POSITIVE_INFINITY]);
  const progress: number[] = [];
  const open = () => openConnection(host.target(), DEFAULT_DEADLINES);
  await retrieve('sftp', open, { ...wantedLog, idleMs: 3000, onProgress: (bytes) => progress.push(bytes) });
  expect(progress).toEqual([...progress].sort((one, two) => one - two));
});
