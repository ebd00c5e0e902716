/** What becomes of a thread that judges: what it refuses is said to whoever sent it, and a fault of ours is one of ours. */
import { describe, expect, it } from 'vitest';
import { openJudge } from '../../src/web/judge.ts';
import { OPERATOR_TOKEN, openFakeHouse } from './fake-house.ts';

const threadOf = (code: string): URL => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
/** As Node ends it. */
const TOO_LARGE = `throw Object.assign(new Error('reaching memory limit'), { code: 'ERR_WORKER_OUT_OF_MEMORY' });`;
const REFUSES = `import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ is: 'refused', why: 'this is no bundle' });`;

/** A file is handed in, and judged by a thread of this code. */
async function handIn(thread: URL, longestMs?: number): Promise<{ status: number; text: string; faults: string[] }> {
  using fake = openFakeHouse({ judge: openJudge(thread, longestMs) });
  const answer = await fake.send('/judge', { bundle: new File(['x'], 'a.tar') }, await fake.enter(OPERATOR_TOKEN));
  return { status: answer.status, text: await answer.text(), faults: fake.faults.map(String) };
}

describe('a thread that judges', () => {
  it('and refuses what it was given has its reason said', async () => {
    expect(await handIn(threadOf(REFUSES))).toMatchObject({ status: 400, text: expect.stringContaining('this is no bundle'), faults: [] });
  });

  it.each([
    ['that was never built', new URL('file:///nowhere/judge-worker.js'), 'Cannot find module'],
    ['that breaks on a bundle', threadOf(`throw new TypeError('undefined is not a side');`), 'TypeError: undefined is not a side'],
    ['that goes away without a word', threadOf('process.exit(3);'), 'ended with 3 and told nothing'],
  ])('%s is a fault for the log: whoever sent the file is not told that it took too long', async (_what, thread, fault) => {
    const { status, text, faults } = await handIn(thread);
    expect([status, faults]).toEqual([500, [expect.stringContaining(fault)]]);
    expect(text).toContain('A fault of flaptrap');
    expect(text).not.toContain(fault);
    expect(text).not.toContain('judging was ended');
  });

  it('for longer than it may is ended, and that is what is said', async () => {
    const { status, text, faults } = await handIn(threadOf('setInterval(() => undefined, 1000);'), 100);
    expect([status, faults]).toEqual([400, []]);
    expect(text).toContain('it took more than 0.1 s');
    expect(text).not.toContain('memory');
  });

  it('and fills more memory than it may is ended for that', async () => {
    const { status, text, faults } = await handIn(threadOf(TOO_LARGE));
    expect([status, faults]).toEqual([400, []]);
    expect(text).toContain('it took more memory than it may');
  });
});
