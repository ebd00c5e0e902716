/** A capture of which one end is not ours: that end is never logged in to, and the one router is left clean, whatever ends it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { captureTunnel } from '../../src/capture/capture-tunnel.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { FileStore } from '../../src/capture/file-store.ts';
import { keepBundle } from '../../src/capture/keep-bundle.ts';
import { judgeBundle } from '../../src/run/judge-bundle.ts';
import { resumeCapture } from '../../src/run/resume.ts';
import { askStatus } from '../../src/run/status.ts';
import { sweepTunnel } from '../../src/run/sweep.ts';
import { openTestRun, recordOf, type TestRun } from '../run/open-test-run.ts';
import { changesOf, openStage, type Stage, UNTOUCHED } from './stage.ts';

const BRANCH = /\{? *\n? *name: branch\n *host: branch.example.net\n *address: 198.51.100.1\n *login: ops/;
const oneEnded = (text: string): string => {
  const changed = text.replace(BRANCH, '\n    name: branch\n    address: 198.51.100.1\n    vendor: ios');
  expect(changed).not.toBe(text);
  return `${changed.replace('lease: 3d', 'lease: 20m')}\npoll: 1s\n`;
};

/** How often somebody has logged in there. */
function countLogins(stage: Pick<Stage, 'lab'>): { logins: number } {
  const { router } = stage.lab.b;
  const seen = { logins: 0 };
  const takeLine = router.takeLine.bind(router);
  router.takeLine = (user) => {
    seen.logins += 1;
    return takeLine(user);
  };
  return seen;
}

function spring({ lab }: Pick<Stage, 'lab'>): void {
  lab.a.router.say(
    'CRYPTO-4-RECVD_PKT_INV_SPI',
    "decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0xB761863E(3076621886), srcaddr=198.51.100.1",
  );
}

describe('a one-ended capture', () => {
  it('goes from arming to the bundle on the router that is ours, and leaves both as they were', async () => {
    await using stage = await openStage({ change: oneEnded });
    const seen = countLogins(stage);
    const plan = await stage.plan();
    const captured = await captureTunnel(stage.context, plan, stage.playbook, () => stage.lab.play('delete-lost', 'a', 5));
    expect([captured.ending, captured.trouble]).toEqual(['sprung', undefined]);
    expect(captured.fetched?.a.failures).toEqual([]);
    expect(captured.fetched?.b).toMatchObject({ evidence: [], failures: [], probe: null });
    expect(seen.logins).toBe(0);
    expect(changesOf(stage.lab, 'a')).toMatchObject({ ...UNTOUCHED, files: expect.any(Array) });
    expect(changesOf(stage.lab, 'b')).toEqual(UNTOUCHED);
    expect(new Set((await stage.context.store.read(plan.captureId))?.journal.map(({ side }) => side))).toEqual(new Set(['a']));
    expect(stage.told.join('\n')).not.toMatch(/both routers|branch/);
  }, 60_000);

  it('is judged with one end, asks for the other, and is judged with both once its log is there', async () => {
    await using stage = await openStage({ change: oneEnded });
    // Its operator records as he was asked to.
    stage.lab.b.router.log.resize(4_096_000, 7);
    for (const debug of ['crypto isakmp', 'crypto ipsec'] as const) stage.lab.b.router.debugs.add(debug);
    const plan = await stage.plan();
    const captured = await captureTunnel(stage.context, plan, stage.playbook, () => stage.lab.play('delete-lost', 'a', 5));
    const out = mkdtempSync(join(tmpdir(), 'flaptrap-'));
    const folder = join(out, 'bundle');
    if (captured.fetched === undefined) throw new Error('nothing came home');
    const asked = await keepBundle(folder, plan, captured.fetched, 0);
    expect(asked).toEqual([
      { side: 'b', what: expect.stringMatching(/^branch is not ours \(Cisco IOS.*from \S+Z to \S+Z; put the files into b\//) },
    ]);

    const alone = await judgeBundle(folder, stage.lab.clock.now());
    expect(alone.verdict.incidents).toMatchObject([{ receiver: 'a', cause: { id: 'delete-lost', confidence: 'possible' } }]);
    expect(alone.timeline.missing.join('\n')).toContain('b: branch is not ours');
    expect(alone.diagnostics.map(({ summary }) => summary).join()).not.toContain('b/');

    mkdirSync(join(folder, 'b'), { recursive: true });
    const log = stage.lab.b.router.log.show();
    writeFileSync(join(folder, 'b', 'show_logging.txt'), `${log}\n`);
    const both = await judgeBundle(folder, stage.lab.clock.now());
    expect(both.verdict.incidents).toMatchObject([{ receiver: 'a', cause: { id: 'delete-lost' } }]);
    expect(both.verdict.incidents[0]?.cause.evidence.some(({ side }) => side === 'b')).toBe(true);
    expect(both.timeline.missing.join('\n')).toContain('b/show_logging.txt is not in the manifest: it was added by hand, as was asked for');
    expect(both.timeline.missing.join('\n')).not.toContain('branch is not ours');
    expect(both.timeline.doubts.filter(({ side }) => side === 'b')).toEqual([]);

    // Our own side is no place for what somebody adds.
    writeFileSync(join(folder, 'a', 'show_version_2.txt'), 'x\n');
    const doubted = await judgeBundle(folder, stage.lab.clock.now());
    expect(doubted.timeline.doubts).toMatchObject([{ side: 'a', file: 'show_version_2.txt' }]);
    rmSync(out, { recursive: true });
  }, 60_000);

  it.each([1, 2, 4, 6, 8])('that is stopped at step %i of arming leaves its router as it was', async (step) => {
    await using stage = await openStage({ change: oneEnded });
    const seen = countLogins(stage);
    const { note } = FileStore.prototype;
    let left = step;
    const spy = vi.spyOn(FileStore.prototype, 'note').mockImplementation(async function (this: FileStore, id, entry) {
      await note.call(this, id, entry);
      if (entry.what === 'intent') left -= 1;
      if (left === 0) stage.stop.abort();
    });
    const plan = await stage.plan();
    await expect(arm(stage.context, plan, stage.playbook)).rejects.toMatchObject({
      code: 'stopped',
      message: 'stopped while arming; hq is as it was before',
    });
    spy.mockRestore();
    expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
    expect([seen.logins, changesOf(stage.lab, 'b')]).toEqual([0, UNTOUCHED]);
    expect(stage.told).toContain('stopped while arming: undoing everything on hq');
  });

  it('whose router restarts says that its record has gone, and leaves it as it was', async () => {
    await using stage = await openStage({ change: oneEnded });
    const plan = await stage.plan();
    const captured = await captureTunnel(stage.context, plan, stage.playbook, () => stage.lab.a.router.reload(60_000));
    expect(captured.ending).toBe('reloaded');
    expect(stage.told).toContain('hq has restarted, and its record went with it: what it still holds is fetched');
    expect(changesOf(stage.lab, 'a')).toMatchObject({ ...UNTOUCHED, files: expect.any(Array) });
  }, 60_000);

  it('whose router refuses a step leaves it as it was', async () => {
    await using stage = await openStage({ change: oneEnded });
    const plan = await stage.plan();
    const broken = plan.peers.a.steps.find(({ id }) => id === 'debug-ipsec');
    if (broken !== undefined) broken.lines = ['debug crypto nonsense'];
    await expect(arm(stage.context, plan, stage.playbook)).rejects.toMatchObject({ code: 'refused' });
    expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
  });

  it('with a journal that cannot be read is disarmed on its one router', async () => {
    await using stage = await openStage({ change: oneEnded });
    const seen = countLogins(stage);
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    writeFileSync(join(stage.store.folderOf(plan.captureId), 'journal.jsonl'), 'gibberish\n');
    await disarm(stage.context, plan);
    expect([seen.logins, changesOf(stage.lab, 'a')]).toEqual([0, UNTOUCHED]);
  });
});

describe('a one-ended run whose process has died', () => {
  const open = (): Promise<TestRun> => openTestRun({ change: oneEnded });

  it('while waiting goes on with what its router holds, and ends clean', async () => {
    await using test = await open();
    const seen = countLogins(test);
    const record = await test.arm();
    spring(test);
    const ended = await resumeCapture(test.run, record, test.out);
    expect(ended).toMatchObject({ ending: 'sprung', text: 'captured: hq is disarmed' });
    expect([seen.logins, changesOf(test.lab, 'a')]).toEqual([0, UNTOUCHED]);
    expect(test.texts()).toContain('branch: branch is not ours (Cisco IOS or IOS XE): ask its operator for');
  });

  it('while arming is put back', async () => {
    await using test = await open();
    const record = await test.arm();
    const { journal } = await recordOf(test.run, record.captureId);
    const begun = journal.slice(0, Math.floor(journal.length / 2));
    writeFileSync(test.store.placeOf(record.captureId, 'journal.jsonl'), begun.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    // What the second half set is not there yet.
    const later = record.plan.peers.a.steps.filter(({ id }) => !begun.some(({ step }) => step === id));
    for (const step of later.toReversed())
      for (const line of step.undo.lines) test.lab.a.router.eem.unregister(/applet (\S+)/.exec(line)?.[1] ?? '');
    for (const { kind } of later) if (kind === 'debug') test.lab.a.router.debugs.clear();
    if (later.some(({ kind }) => kind === 'condition')) test.lab.a.router.conditions.clear();
    const ended = await resumeCapture(test.run, await recordOf(test.run, record.captureId), test.out);
    expect(ended.text).toBe('hq is disarmed');
    expect(test.texts()).toContain('arming was interrupted: undoing everything on hq');
    expect(changesOf(test.lab, 'a')).toEqual(UNTOUCHED);
  });

  it('is asked for its status and swept from its one router alone', async () => {
    await using test = await open();
    const seen = countLogins(test);
    const record = await test.arm();
    expect((await askStatus(test.run, record)).peers).toMatchObject([{ side: 'a', stage: 'armed' }]);
    const { peers } = await sweepTunnel(test.run, { yes: true });
    expect(Object.keys(peers)).toEqual(['a']);
    expect(peers.a?.left).toEqual([]);
    expect([seen.logins, changesOf(test.lab, 'a')]).toEqual([0, UNTOUCHED]);
  });
});
