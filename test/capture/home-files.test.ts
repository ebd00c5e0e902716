/** Which files are home is read from the journal; what cannot be read there brings no file home. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileStore } from '../../src/capture/file-store.ts';
import { homeFiles, unreadFiles } from '../../src/capture/home-files.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { readPlaybook } from './stage.ts';

const playbook = readPlaybook();
const { plan } = draftPlan(playbook, 1_767_582_000_000);
const LOG = { name: 'flaptrap-7f3a9c01-show_logging.txt', sizeBytes: 12 };
let home: string;
let store: FileStore;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  store = new FileStore(join(home, 'state'));
  await store.open(plan, playbook);
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

async function fetched(detail: string): Promise<void> {
  await store.note(plan.captureId, { at: '2026-01-05T03:00:00.000Z', side: 'a', step: 'all', what: 'fetched', detail });
}

it('a file that is home is read no more, on its own router', async () => {
  await fetched(JSON.stringify([{ ...LOG, folder: 'captures/7f3a9c01' }]));
  expect(await homeFiles(store, plan.captureId, 'a')).toEqual([{ ...LOG, folder: 'captures/7f3a9c01' }]);
  expect(await unreadFiles(store, plan.captureId, 'a', [LOG])).toEqual([]);
  expect(await unreadFiles(store, plan.captureId, 'b', [LOG])).toEqual([LOG]);
});

it.each(['show_logging.txt', 'null', '{"length":1}', '[null]', `[{"name":"${LOG.name}","sizeBytes":"12","folder":"x"}]`])(
  'a journal that says %s brings no file home',
  async (detail) => {
    await fetched(detail);
    expect(await unreadFiles(store, plan.captureId, 'a', [LOG])).toEqual([LOG]);
  },
);
