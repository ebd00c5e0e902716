/** The figures of a worker: what Prometheus reads of it, and when it says that it is not ready. */
import { describe, expect, it } from 'vitest';
import type { CaptureState, Told } from '../../src/engine/engine.ts';
import { openFigures } from '../../src/engine/figures.ts';

const NOW_MS = Date.parse('2026-01-05T10:00:00Z');
const state = (phase: CaptureState['phase'], leaseEndsAt: string, trouble: string | null = null) =>
  ({ phase, leaseEndsAt, trouble }) as CaptureState;

function open(store: { states: CaptureState[]; query(): Promise<unknown> }) {
  const listeners = new Set<(told: Told) => void>();
  const lost = new AbortController();
  const audit = { standing: { waiting: 0, lost: 0 } };
  const figures = openFigures({
    engine: {
      captures: async () => store.states,
      hear: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    pool: { query: store.query as never },
    audit,
    lost: lost.signal,
    version: '0.2.0',
    nowMs: () => NOW_MS,
  });
  const tell = (incidents: number): void => {
    const news = { about: 'bundle', judged: { verdict: { incidents: Array.from({ length: incidents }) } } };
    for (const listener of listeners) listener({ captureId: '7f3a9c01', news: news as unknown as Told['news'] });
  };
  const read = async (): Promise<Record<string, number>> => {
    const { type, text } = await figures.metrics();
    expect(type).toMatch(/^text\/plain; version=0\.0\.4/);
    return Object.fromEntries([...text.matchAll(/^(flaptrap_\S+) (\S+)$/gm)].map(([, name = '', value]) => [name, Number(value)]));
  };
  return { figures, lost, audit, tell, read, listeners };
}

const answers = async () => ({ rows: [{ bytes: '1234' }] });

describe('the figures of a worker', () => {
  it('count captures by phase, those that are overdue or in trouble, and what came home', async () => {
    const states = [
      state('waiting', '2026-01-06T10:00:00Z'),
      state('waiting', '2026-01-05T09:00:00Z', 'hq does not answer'),
      state('ended', '2026-01-04T10:00:00Z'),
    ];
    const { figures, read, tell, audit, listeners } = open({ states, query: answers });
    tell(2);
    tell(0);
    audit.standing = { waiting: 3, lost: 1 };
    expect(await read()).toEqual({
      'flaptrap_build_info{version="0.2.0"}': 1,
      flaptrap_bundles_total: 2,
      flaptrap_incidents_total: 2,
      'flaptrap_captures{phase="arming"}': 0,
      'flaptrap_captures{phase="waiting"}': 2,
      'flaptrap_captures{phase="freezing"}': 0,
      'flaptrap_captures{phase="fetching"}': 0,
      'flaptrap_captures{phase="judging"}': 0,
      'flaptrap_captures{phase="disarming"}': 0,
      'flaptrap_captures{phase="ended"}': 1,
      flaptrap_captures_overdue: 1,
      flaptrap_captures_troubled: 1,
      flaptrap_store_up: 1,
      flaptrap_store_bytes: 1234,
      flaptrap_audit_waiting: 3,
      flaptrap_audit_lost: 1,
    });
    expect((await figures.metrics()).text).toMatch(/^process_resident_memory_bytes \d/m);
    figures.close();
    expect(listeners.size).toBe(0);
  });

  it('say that the store is away, and so does readiness, with the reason', async () => {
    const { figures, read } = open({ states: [], query: () => Promise.reject(new Error('the connection was refused')) });
    expect((await read())['flaptrap_store_up']).toBe(0);
    expect(await figures.unready()).toBe('the store does not answer: the connection was refused');
  });

  it('wait for a store that hangs no longer than a scrape may', async () => {
    const { figures, read } = open({ states: [], query: () => new Promise(() => undefined) });
    expect((await read())['flaptrap_store_up']).toBe(0);
    expect(await figures.unready()).toBe('the store does not answer: nothing came for 2 s');
  });

  it('of a worker that was taken over are not those of one that is ready', async () => {
    const { figures, lost } = open({ states: [], query: answers });
    expect(await figures.unready()).toBeUndefined();
    lost.abort();
    expect(await figures.unready()).toMatch(/another worker has taken over/);
  });
});
