/** `flaptrap serve` as a service runs it: health, readiness and figures, a log in JSON, and an end in good order. */
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { placeOf } from '../../src/engine/database/place.ts';
import { findPostmaster } from '../../src/engine/database/postmaster.ts';
import { begunStoreFolder, hasPostgres } from '../engine/database/open-store.ts';
import { start } from './flaptrap.ts';

const TOKEN = 'a-token-of-a-test-that-is-long-enough-0001';

describe.runIf(hasPostgres)('flaptrap serve', { timeout: 120_000 }, () => {
  it('is alive and ready, gives its figures to who may have them, and ends at SIGTERM with its store still up', async () => {
    vi.stubEnv('FLAPTRAP_TOKEN', TOKEN);
    const store = await begunStoreFolder();
    const places = ['--store', store, '--state', join(store, 'state'), '--out', join(store, 'captures')];
    const serving = start(['serve', '--listen', '127.0.0.1:0', '--log', 'json', ...places]);
    await expect.poll(serving.stdout, { timeout: 60_000 }).toMatch(/^http:.*\n/);
    const ask = async (path: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${serving.stdout().trim()}${path}`, { headers, signal: AbortSignal.timeout(15_000) });
      return { status: answer.status, text: await answer.text() };
    };
    expect(await ask('/health/live')).toEqual({ status: 200, text: '{"status":"live"}' });
    expect(await ask('/health/ready')).toEqual({ status: 200, text: '{"status":"ready"}' });
    expect((await ask('/metrics')).status).toBe(401);
    const figures = await ask('/metrics', { Authorization: `Bearer ${TOKEN}` });
    expect([figures.status, figures.text]).toEqual([200, expect.stringMatching(/^flaptrap_store_up 1$/m)]);
    expect(figures.text).toMatch(/^flaptrap_captures\{phase="waiting"\} 0$/m);
    process.emit('SIGTERM', 'SIGTERM');
    const { code, stderr } = await serving.ended;
    expect(code, stderr).toBe(0);
    expect(stderr).not.toContain(TOKEN);
    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { level: string; msg: string });
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      ['info', expect.stringMatching(/^listening; /)],
      ['warn', 'refused 127.0.0.1: nobody has come in'],
      ['info', 'closing the page; what is armed stays armed'],
    ]);
    expect(findPostmaster(placeOf(store, process.getuid?.()))).toBeDefined();
  });
});
