/** One JSON view of a capture that waits, for a terminal and for a page. */
import { describe, expect, it } from 'vitest';
import { askWaiting } from '../../src/run/ask-waiting.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { runCapture } from '../../src/run/run-capture.ts';
import { afterLook, afterMessage, beginWaiting, followWaiting, type WaitingView } from '../../src/run/waiting.ts';
import { readPlaybook } from '../capture/stage.ts';
import { openTestRun } from './open-test-run.ts';

const { plan } = draftPlan(readPlaybook(), 1000);
const BEGUN = beginWaiting(plan, 0, 3_600_000);
const routerOf = (view: WaitingView, side: 'a' | 'b') => view.routers.find((each) => each.side === side);
const look = (atMs: number, gauges: object) =>
  ({ what: 'router', side: 'a', atMs, stage: 'armed', said: 'armed', gauges: { atMs, ...gauges } }) as const;

describe('the view', () => {
  it('begins with both routers, not looked at yet, and the whole lease', () => {
    expect(BEGUN).toMatchObject({ schema: 'flaptrap.waiting/1', isOver: false, lease: { leftSeconds: 3600 }, bundles: 0, incidents: 0 });
    expect(BEGUN.routers.map(({ name, stage, lookedAt }) => [name, stage, lookedAt])).toEqual([
      ['hq', null, null],
      ['branch', null, null],
    ]);
    expect(JSON.parse(JSON.stringify(BEGUN))).toEqual(BEGUN);
  });

  it('counts the lease down, and says how one router stands without touching the other', () => {
    const view = afterLook(BEGUN, look(600_000, { cpuPercent: 7 }));
    expect(view.lease.leftSeconds).toBe(3000);
    expect(routerOf(view, 'a')).toMatchObject({ stage: 'armed', lookedAt: '1970-01-01T00:10:00.000Z', cpuPercent: 7 });
    expect(routerOf(view, 'b')).toEqual(routerOf(BEGUN, 'b'));
  });

  it('adds the messages that came since the lines of the buffer were counted, and is never more than full', () => {
    const bytes = routerOf(BEGUN, 'a')?.buffer.bytes ?? 0;
    const quarter = Math.round(bytes / 4 / 150);
    const counted = afterLook(BEGUN, look(1000, { messages: 100, keptLines: quarter }));
    expect(routerOf(counted, 'a')?.buffer.filledPercent).toBe(25);
    const grown = afterLook(counted, look(2000, { messages: 100 + quarter }));
    expect(routerOf(grown, 'a')?.buffer.filledPercent).toBe(50);
    const full = afterLook(grown, look(3000, { messages: 100 + quarter * 9 }));
    expect(routerOf(full, 'a')?.buffer.filledPercent).toBe(100);
  });

  it('keeps what it knew where a glance, or a router that cannot be reached, tells nothing', () => {
    const known = afterLook(BEGUN, look(1000, { messages: 1, keptLines: 10, cpuPercent: 3 }));
    const glanced = afterLook(known, { ...look(2000, {}), stage: undefined });
    expect(routerOf(glanced, 'a')).toMatchObject({ stage: 'armed', cpuPercent: 3, lookedAt: '1970-01-01T00:00:02.000Z' });
    const unreached = afterLook(glanced, { ...look(9000, {}), stage: 'unknown', said: 'could not be reached' });
    expect(routerOf(unreached, 'a')).toMatchObject({ stage: 'unknown', lookedAt: '1970-01-01T00:00:02.000Z' });
  });

  it('has the last message of the router that it is about', () => {
    const view = afterMessage(BEGUN, { side: 'b', text: 'its clock was set' }, 5000);
    expect(routerOf(view, 'b')?.lastMessage).toEqual({ at: '1970-01-01T00:00:05.000Z', text: 'its clock was set' });
    expect(routerOf(view, 'a')?.lastMessage).toBeNull();
  });

  it('is told again after each step, and counts what came home before', () => {
    const told: WaitingView[] = [];
    const following = followWaiting((view) => told.push(view));
    following.hear({ side: 'a', text: 'before anybody waits' }, 0);
    following.see({ what: 'waiting', plan, atMs: 0, leaseLeftMs: 1000 });
    following.see({ what: 'over', atMs: 10 });
    following.keep(3);
    following.see({ what: 'waiting', plan, atMs: 20, leaseLeftMs: 1000 });
    expect(told.map(({ isOver, bundles, incidents }) => [isOver, bundles, incidents])).toEqual([
      [false, 0, 0],
      [true, 0, 0],
      [false, 1, 3],
    ]);
  });
});

describe('over two routers', () => {
  it('a run tells it at each look, and says when the waiting is over', async () => {
    await using test = await openTestRun({
      onNews: (news) => {
        if (news.about === 'waiting' && news.view.routers.every(({ stage }) => stage === 'armed')) test.spring();
      },
    });
    await runCapture(test.run, { yes: true, out: test.out });
    const views = test.news('waiting').map(({ view }) => view);
    expect(views[0]?.routers.map(({ said }) => said)).toEqual(['not looked at yet', 'not looked at yet']);
    expect(views.some(({ routers }) => routers.every(({ buffer }) => buffer.filledPercent !== null))).toBe(true);
    expect(views.at(-1)?.isOver).toBe(true);
  });

  it('another process can ask for it, and learns that no trap stands any more', async () => {
    await using test = await openTestRun();
    const record = await test.arm();
    const asked = await askWaiting(test.run, record);
    expect(asked).toMatchObject({ captureId: record.captureId, isOver: false, routers: [{ stage: 'armed' }, { stage: 'armed' }] });
    for (const side of ['a', 'b'] as const) await test.lab[side].router.eem.runByHand(`FLAPTRAP-${record.captureId}-CALL`);
    expect(await askWaiting(test.run, record, asked)).toMatchObject({ captureId: record.captureId });
  });
});
