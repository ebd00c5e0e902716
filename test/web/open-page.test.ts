/** The page as it is opened and closed: it looks at captures one look behind the other, and whatever it began has ended with it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM_CLOCK } from '../../src/capture/clock.ts';
import { FileStore } from '../../src/capture/file-store.ts';
import { loadPlaybook } from '../../src/playbook/load.ts';
import { type OpenedPage, openPage, type PageChoices } from '../../src/web/open-page.ts';
import { Rehearsals } from '../../src/web/rehearsals.ts';
import { fakeEngine, SILENT, stateOf, TOKENS } from './fake-house.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PLAYBOOKS = join(import.meta.dirname, '../../playbooks');

function open(choices: Partial<PageChoices>): Promise<OpenedPage> {
  const ports = { ...SILENT, clock: SYSTEM_CLOCK, journal: new FileStore(join(folder, 'journals')) };
  return openPage({
    listen: { host: '127.0.0.1', port: 0 },
    engine: fakeEngine(),
    tokens: TOKENS,
    playbooks: PLAYBOOKS,
    state: folder,
    ports,
    rehearsalPorts: ports,
    causes: ['delete-lost'],
    uploadBytes: 1024,
    ...choices,
  });
}

describe('the page looks at captures', () => {
  it('and rests between two looks: while one waits for the store no other is begun', async () => {
    const engine = fakeEngine();
    const [looks, rests]: [(() => void)[], (() => void)[]] = [[], []];
    engine.captures = () => new Promise((resolve) => looks.push(() => resolve([stateOf()])));
    const sleep = (_ms: number, signal?: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        rests.push(resolve);
        signal?.addEventListener('abort', () => resolve());
      });
    await using _page = await open({ engine, ports: { ...SILENT, clock: { ...SYSTEM_CLOCK, sleep } } });
    const counts = (): number[] => [looks.length, rests.length];
    expect(counts()).toEqual([1, 0]);
    looks[0]?.();
    await expect.poll(counts).toEqual([1, 1]);
    rests[0]?.();
    await expect.poll(counts).toEqual([2, 1]);
    looks[1]?.();
    await expect.poll(counts).toEqual([2, 2]);
  });
});

describe('a page that cannot be opened', () => {
  it('because its port is taken hears nothing of captures any more', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const engine = fakeEngine();
    let hearing = 0;
    const { hear } = engine;
    engine.hear = (listener) => {
      const end = hear(listener);
      hearing += 1;
      return () => {
        hearing -= 1;
        end();
      };
    };
    const { port } = other.address() as { port: number };
    await expect(open({ engine, listen: { host: '127.0.0.1', port } })).rejects.toThrow('cannot listen on');
    expect(hearing).toBe(0);
    other.close();
  });
});

describe('a rehearsal', () => {
  it('that is stopped is waited for by whoever closes the page: nothing writes into its folder behind that', async () => {
    const { playbook } = await loadPlaybook(join(PLAYBOOKS, 'tunnel-flaps.yaml'));
    if (playbook === undefined) throw new Error('the shipped playbook has mistakes');
    const journal = new FileStore(join(folder, 'rehearsed'));
    const rehearsals = new Rehearsals({
      folder,
      ports: { ...SILENT, clock: SYSTEM_CLOCK, journal },
      onChange: () => undefined,
      onVerdict: () => undefined,
    });
    const rehearsal = rehearsals.begin({ playbook, cause: 'delete-lost', by: 'olga' });
    await rehearsals[Symbol.asyncDispose]();
    expect(rehearsal.outcome).toBeDefined();
  });
});
