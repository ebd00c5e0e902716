/** The contract of every store: what was opened comes back as it was, what was noted stays in its order, and nothing is half there. */
import { expect, it } from 'vitest';
import { type JournalEntry, type Store, sidesInDoubt } from '../../src/capture/store.ts';
import type { Plan } from '../../src/playbook/plan.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { readPlaybook } from './stage.ts';

const playbook = readPlaybook();
const NOW_MS = 1_767_582_000_000;

function planOf(nonce: string, nowMs = NOW_MS): Plan {
  return draftPlan(playbook, nowMs, undefined, nonce).plan;
}

const entry = (what: JournalEntry['what'], side: 'a' | 'b' = 'a', step = 'guard'): JournalEntry => ({
  at: '2026-01-05T03:00:00.000Z',
  side,
  step,
  what,
});

/** `open` gives an empty store, closed by the test that asked. */
export function storeContract(open: () => Promise<Store>): void {
  it('gives what was opened, and an empty journal', async () => {
    const store = await open();
    const plan = planOf('one');
    await store.open(plan, playbook);
    expect(await store.read(plan.captureId)).toMatchObject({ captureId: plan.captureId, plan, playbook, journal: [] });
  });

  it('keeps every entry in its order, with its detail', async () => {
    const store = await open();
    const plan = planOf('one');
    await store.open(plan, playbook);
    const entries = [entry('intent'), entry('done'), { ...entry('fetched', 'b', 'all'), detail: '[{"name":"ä \\u0000"}]\nline' }];
    for (const each of entries) await store.note(plan.captureId, each);
    expect((await store.read(plan.captureId))?.journal).toEqual(entries);
  });

  it('keeps what a newer version has noted, in a word that this one does not know, and goes on behind it', async () => {
    const store = await open();
    const plan = planOf('one');
    await store.open(plan, playbook);
    const newer = { ...entry('done'), what: 'handed-over', to: 'another' } as unknown as JournalEntry;
    for (const each of [newer, entry('disarmed')]) await store.note(plan.captureId, each);
    expect(await store.read(plan.captureId)).toMatchObject({ journal: [newer, entry('disarmed')], damage: [] });
  });

  it('keeps entries of both sides that are noted at once', async () => {
    const store = await open();
    const plan = planOf('one');
    await store.open(plan, playbook);
    const steps = Array.from({ length: 20 }, (_, index) => entry('intent', index % 2 === 0 ? 'a' : 'b', `step-${index}`));
    await Promise.all(steps.map((each) => store.note(plan.captureId, each)));
    const journal = (await store.read(plan.captureId))?.journal ?? [];
    expect(journal.map(({ step }) => step).sort()).toEqual(steps.map(({ step }) => step).sort());
  });

  it('keeps files beside the plan, the newest of a name', async () => {
    const store = await open();
    const { captureId } = planOf('one');
    await store.open(planOf('one'), playbook);
    expect(await store.readFile(captureId, 'a-show_logging.txt')).toBe(undefined);
    await store.keepFile(captureId, 'a-show_logging.txt', 'first');
    await store.keepFile(captureId, 'a-show_logging.txt', 'a zero \u0000, an umlaut ä, a line\r\n');
    expect(await store.readFile(captureId, 'a-show_logging.txt')).toBe('a zero \u0000, an umlaut ä, a line\r\n');
  });

  it('lists all captures, the one whose lease ends last at the end', async () => {
    const store = await open();
    const [late, early] = [planOf('late', NOW_MS + 3_600_000), planOf('early')];
    for (const plan of [late, early]) {
      await store.open(plan, playbook);
      await store.note(plan.captureId, entry('intent'));
    }
    const { records, refused } = await store.listAll();
    expect([records.map(({ captureId }) => captureId), refused]).toEqual([[early.captureId, late.captureId], []]);
    expect(records.map(sidesInDoubt)).toEqual([['a'], ['a']]);
  });

  it('knows nothing of a capture that was never opened', async () => {
    const store = await open();
    expect(await store.read('00000001')).toBe(undefined);
    expect((await store.listAll()).records).toEqual([]);
  });

  it.each(['../x', '', 'plan.json', '7F3A9C01', '7f3a9c011', '7f3a9c01\n'])('refuses %j, which is no capture id', async (id) => {
    const store = await open();
    for (const act of [
      () => store.read(id),
      () => store.note(id, entry('intent')),
      () => store.noteSaved(id, entry('saved')),
      () => store.readFile(id, 'x'),
      () => store.keepFile(id, 'x', ''),
      () => store.open({ ...planOf('one'), captureId: id }, playbook),
    ])
      await expect(act()).rejects.toThrow('is not a capture id');
  });

  it('lets whoever claims a capture claim it again', async () => {
    const store = await open();
    const plan = planOf('one');
    await store.open(plan, playbook);
    for (let time = 0; time < 2; time += 1) {
      using _claim = await store.claim(plan.captureId);
      await store.note(plan.captureId, entry('intent'));
    }
    expect((await store.read(plan.captureId))?.journal).toHaveLength(2);
  });

  it('takes nothing of what was seen since from outside while somebody may carry the capture', async () => {
    const store = await open();
    const { captureId } = planOf('one');
    await store.open(planOf('one'), playbook);
    await store.note(captureId, entry('intent'));
    await store.noteSaved(captureId, entry('saved', 'a', 'startup'));
    expect((await store.read(captureId))?.journal).toEqual([entry('intent')]);
  });

  it('says where it is, and has room', async () => {
    const store = await open();
    expect(store.place).not.toBe('');
    await store.requireRoom();
  });
}
