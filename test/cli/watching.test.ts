/** `flaptrap status --watch` where there is no terminal: a line for each router whenever it stands otherwise than before. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UNTOUCHED } from '../capture/stage.ts';
import { flaptrap, start } from './flaptrap.ts';
import { twoRouters } from './two-routers.ts';

const routers = twoRouters();
const state = (): string[] => ['--state', join(routers.folder, 'state')];

async function armed(): Promise<string> {
  const { stdout } = await flaptrap(['arm', routers.playbook, '--yes', '--json', ...state(), '--out', join(routers.folder, 'captures')]);
  return (JSON.parse(stdout) as { captureId: string }).captureId;
}

it('says how each router stands, and leaves the capture alone when it is stopped', async () => {
  await armed();
  const watching = start(['status', '--watch', '--every', '60', ...state()]);
  await expect.poll(watching.stdout).toMatch(/branch \(b\): armed, not triggered yet/);
  process.emit('SIGINT', 'SIGINT');
  const { code, stdout } = await watching.ended;
  expect(code).toBe(130);
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ hq \(a\): armed, not triggered yet$/),
    expect.stringMatching(/^ {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ branch \(b\): armed, not triggered yet$/),
  ]);
  expect(routers.touched()).not.toContainEqual(UNTOUCHED);
});

it('with --json prints one object a look, and ends by itself when no trap stands', async () => {
  const captureId = await armed();
  await flaptrap(['disarm', captureId, ...state()]);
  const { code, stdout } = await flaptrap(['status', captureId, '--watch', '--json', ...state()]);
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'flaptrap.waiting/1',
    captureId,
    isOver: true,
    routers: [{ stage: 'gone' }, { stage: 'gone' }],
  });
});

it.each([
  ['--every', '60'],
  ['--watch', '--every', '0'],
])('a pause that makes no sense is refused: %s %s', async (...options) => {
  const { code, stderr } = await flaptrap(['status', ...options, ...state()]);
  expect(code).toBe(2);
  expect(stderr).toContain('--every is a pause of at least one second');
});
