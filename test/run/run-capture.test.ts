/** A whole capture through ports alone: what a worker or a page sees of it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FlaptrapError } from '../../src/errors.ts';
import { armCapture, runCapture } from '../../src/run/run-capture.ts';
import { changesOf, UNTOUCHED } from '../capture/stage.ts';
import { openTestRun, type TestRun } from './open-test-run.ts';

const touched = ({ lab }: TestRun): object[] => [changesOf(lab, 'a'), changesOf(lab, 'b')];
const WAITS = /^waiting for the trigger/;

describe('a run', () => {
  it('says what happens at which router, keeps the bundle and its reports, and ends with both routers as they were', async () => {
    await using test = await openTestRun({ onNews: (news) => void (news.about === 'progress' && WAITS.test(news.text) && test.spring()) });
    const ended = await runCapture(test.run, { yes: true, out: test.out });
    const [bundle] = test.news('bundle');
    expect(ended).toEqual({
      schema: 'flaptrap.ended/1',
      captureId: bundle?.captureId,
      ending: 'sprung',
      text: 'captured: both routers are disarmed',
      folder: join(test.out, ended.captureId),
    });
    expect(bundle).toMatchObject({ folder: ended.folder, judged: { isEmpty: false, verdict: { incidents: [{ spi: '0xB761863E' }] } } });
    expect(test.news('report').map(({ path, trouble }) => [existsSync(path), trouble])).toEqual(
      test.playbook.formats.map(() => [true, undefined]),
    );
    expect(test.news('progress').filter(({ side }) => side === 'b')).not.toEqual([]);
    for (const { side, peer } of test.news('progress')) expect(peer).toBe(side && test.playbook.tunnel[side].name);
    expect(touched(test)).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('arms again while the budget lasts, by the plan that was agreed to once', async () => {
    await using test = await openTestRun({
      change: (text) => text.replace(/^budget:.*$/m, '').concat('budget: { captures: 2 }\n'),
      answer: () => true,
      onNews: (news) => void (news.about === 'progress' && WAITS.test(news.text) && test.spring()),
    });
    const ended = await runCapture(test.run, { out: test.out });
    expect(test.asked).toHaveLength(1);
    expect(test.news('next-capture')).toEqual([{ about: 'next-capture', capturesLeft: 1 }]);
    const ids = test.news('bundle').map(({ captureId }) => captureId);
    expect(new Set(ids).size).toBe(2);
    expect(ended.captureId).toBe(ids[1]);
    expect(touched(test)).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('of several captures says of each which startup configuration brings it back, not of the last alone', async () => {
    let waits = 0;
    await using test = await openTestRun({
      change: (text) => text.replace(/^budget:.*$/m, '').concat('budget: { captures: 2 }\n'),
      answer: () => true,
      onNews: (news) => {
        if (news.about !== 'progress' || !WAITS.test(news.text)) return;
        waits += 1;
        if (waits === 1) test.lab.a.router.save();
        test.spring();
      },
    });
    const { captureId, saved } = await runCapture(test.run, { out: test.out });
    const [first] = test.news('bundle');
    expect(first?.captureId).not.toBe(captureId);
    expect(saved).toEqual([expect.stringContaining(`hq (a): its startup configuration holds the applets of capture ${first?.captureId}`)]);
  });

  it('that is stopped while it waits puts both routers back, and keeps no bundle', async () => {
    await using test = await openTestRun({
      onNews: (news) => void (news.about === 'progress' && WAITS.test(news.text) && test.stop.abort()),
    });
    const ended = await runCapture(test.run, { yes: true, out: test.out });
    expect(ended).toMatchObject({ ending: 'stopped', text: 'stopped: both routers are disarmed' });
    expect(ended).not.toHaveProperty('folder');
    expect(test.news('bundle')).toEqual([]);
    expect(touched(test)).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('whose bundles have no folder asks no router', async () => {
    await using test = await openTestRun({ answer: () => true });
    await expect(runCapture(test.run, { out: '/dev/null/captures' })).rejects.toMatchObject({ code: 'input' });
    expect(test.said).toEqual([]);
    expect(test.asked).toEqual([]);
  });
});

describe('arming', () => {
  it('leaves both peers armed, and says under which id and until when', async () => {
    await using test = await openTestRun();
    const armed = await armCapture(test.run, { yes: true, out: test.out });
    const record = await test.ports.journal.read(armed.captureId);
    expect(armed).toEqual({ schema: 'flaptrap.armed/1', captureId: record?.captureId, leaseEndsAt: record?.plan.leaseEndsAt });
    for (const side of ['a', 'b'] as const)
      expect(test.lab[side].router.eem.applets.map(({ name }) => name)).toContain(`FLAPTRAP-${armed.captureId}-WATCH`);
  });

  it('of one peer that cannot be armed puts the other one back', async () => {
    await using test = await openTestRun();
    let logins = 0;
    const connect: typeof test.run.connect = async (side) => {
      logins += Number(side === 'b');
      if (side === 'b' && logins > 1) throw new FlaptrapError('no-answer', 'gone');
      return test.run.connect(side);
    };
    const halved = { ...test.run, connect };
    await expect(armCapture(halved, { yes: true, out: test.out })).rejects.toThrow();
    expect(touched(test)).toEqual([UNTOUCHED, UNTOUCHED]);
  });
});
