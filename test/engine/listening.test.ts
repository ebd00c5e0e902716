/** Listening ends when it is told to, whatever the database does meanwhile. */
import { EventEmitter } from 'node:events';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { SYSTEM_CLOCK } from '../../src/capture/clock.ts';
import { defer } from '../../src/device/within.ts';
import { listenTo } from '../../src/engine/listening.ts';

/** A pool whose one connection is opened, and answers, when the test says so. */
function stage() {
  const [opened, asked] = [defer<void>(), defer<void>()];
  const released: unknown[] = [];
  const query = (): Promise<never> => {
    asked.resolve();
    return new Promise(() => undefined);
  };
  const client = Object.assign(new EventEmitter(), { query, release: (isGone: unknown) => released.push(isGone) });
  const pool = { connect: () => opened.promise.then(() => client) } as unknown as pg.Pool;
  const over = new AbortController();
  const ended = listenTo(pool, 'told', () => undefined, { clock: SYSTEM_CLOCK, over: over.signal });
  return { opened, asked, over, ended, released };
}

describe('listening that is ended', () => {
  it('while its connection is still being opened is over once that is open, and lets go of it', async () => {
    const { opened, over, ended, released } = stage();
    over.abort();
    opened.resolve();
    await ended;
    expect(released).toEqual([true]);
  });

  it('while the database does not answer waits for no answer', async () => {
    const { opened, asked, over, ended, released } = stage();
    opened.resolve();
    await asked.promise;
    over.abort();
    await ended;
    expect(released).toEqual([true]);
  });
});
