/** One session for one piece of work: it ends in time whatever the router does, and the next one waits for it. */
import { expect, it } from 'vitest';
import { withRouter } from '../../src/capture/context.ts';
import { ScriptedRouter } from '../device/scripted-router.ts';
import { openStage } from './stage.ts';

/** Never answers. */
const MUTE = { commands: { 'show slow': () => new Promise<string>(() => undefined) } };

it('work that takes too long is ended, and says how long it had', async () => {
  await using stage = await openStage();
  await using mute = await ScriptedRouter.start(MUTE);
  const context = stage.withTargets({ a: mute.target() });
  await expect(withRouter(context, 'a', (cli) => cli.exec('show slow'), { totalMs: 200 })).rejects.toMatchObject({
    code: 'no-answer',
    message: 'did not finish within 0.2 s',
    context: { peer: 'hq' },
  });
});

it('work that is not wanted any more is ended, before it begins too', async () => {
  await using stage = await openStage();
  await using mute = await ScriptedRouter.start(MUTE);
  const context = stage.withTargets({ a: mute.target() });
  const wanted = new AbortController();
  const asked = withRouter(context, 'a', (cli) => cli.exec('show slow'), { signal: wanted.signal });
  await expect.poll(() => mute.typed.map(({ line }) => line)).toContain('show slow');
  wanted.abort();
  await expect(asked).rejects.toMatchObject({ code: 'no-answer', message: 'was not fully read: waiting has ended' });
  await expect(withRouter(context, 'a', (cli) => cli.exec('show slow'), { signal: wanted.signal })).rejects.toMatchObject({
    code: 'no-answer',
  });
});

it('two pieces of work on one router come one after the other, although the first fails', async () => {
  await using stage = await openStage();
  let open = 0;
  const work = async (): Promise<void> => {
    open += 1;
    expect(open).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    open -= 1;
    throw new Error('it failed');
  };
  const both = await Promise.allSettled([withRouter(stage.context, 'a', work), withRouter(stage.context, 'a', work)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(stage.lab.a.router.lines.size).toBeLessThanOrEqual(1);
});
