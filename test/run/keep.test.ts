/** What comes home is kept before anything else, and a report that cannot be written costs nothing. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fetchBoth } from '../../src/capture/capture-tunnel.ts';
import { freezeBoth } from '../../src/capture/freeze.ts';
import { unreadFiles } from '../../src/capture/home-files.ts';
import { FlaptrapError } from '../../src/errors.ts';
import { endCapture, keepCapture } from '../../src/run/keep.ts';
import { openTestRun } from './open-test-run.ts';

it('the bundle is on the disk and its files are known to be home before it is told', async () => {
  let wasThere = false;
  await using test = await openTestRun({
    onNews: (news) => {
      if (news.about === 'bundle') wasThere = existsSync(join(news.folder, 'manifest.json'));
    },
  });
  const { plan, captureId } = await test.arm();
  await freezeBoth(test.run, plan, true);
  const fetched = await fetchBoth(test.run, plan);
  const folder = await keepCapture(test.run, plan, fetched, test.out);
  expect(wasThere).toBe(true);
  expect(folder).toBe(join(test.out, captureId));
  expect(await unreadFiles(test.ports.journal, captureId, 'a', fetched.a.verified)).toEqual([]);
  expect(await keepCapture(test.run, plan, fetched, test.out)).toBe(`${folder}-2`);
});

it('a report that cannot be written is said with its reason, and the others are written', async () => {
  await using test = await openTestRun({ change: (text) => text.replace(/^formats:.*$/m, 'formats: [text, json]') });
  const { plan } = await test.arm();
  await freezeBoth(test.run, plan, true);
  const fetched = await fetchBoth(test.run, plan);
  const taken = {
    ...test.run,
    tell: (news: Parameters<typeof test.run.tell>[0]) => {
      // A folder stands where the first report is to be written.
      if (news.about === 'bundle') mkdirSync(join(news.folder, 'report.txt'));
      test.run.tell(news);
    },
  };
  await keepCapture(taken, plan, fetched, test.out);
  const reports = test.news('report').map(({ path, trouble }) => [path.replace(/^.*\//, ''), trouble?.code]);
  expect(reports).toEqual([
    ['report.txt', 'input'],
    ['report.json', undefined],
  ]);
});

it('a router that could not be disarmed is told, though its evidence cannot be written either', async () => {
  await using test = await openTestRun({});
  const { plan } = await test.arm();
  await freezeBoth(test.run, plan, true);
  const fetched = await fetchBoth(test.run, plan);
  const out = join(test.out, 'taken');
  writeFileSync(out, 'a file stands where the bundles belong');
  const trouble = new FlaptrapError('left-behind', 'could not be disarmed', { peer: 'branch' });
  await expect(endCapture(test.run, plan, { ending: 'sprung', fetched, trouble }, out)).rejects.toBe(trouble);
  expect(test.texts()).toContain(`cannot write the bundle to ${out}`);
});

it('a bundle is of the time at which it was kept, where no router told what its clock says', async () => {
  await using test = await openTestRun({});
  const { plan } = await test.arm();
  await freezeBoth(test.run, plan, true);
  const { a, b } = await fetchBoth(test.run, plan);
  const before = test.run.clock.now();
  const folder = await keepCapture(test.run, plan, { a: { ...a, probe: null }, b: { ...b, probe: null } }, test.out);
  const { startedAt } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { startedAt: number };
  expect(startedAt).toBeGreaterThanOrEqual(before);
  expect(startedAt).toBeLessThanOrEqual(test.run.clock.now());
});
