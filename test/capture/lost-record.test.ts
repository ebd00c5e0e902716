/** A record that is lost, spoiled or cannot be written while a capture runs: the routers are put back all the same, and it is said. */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { captureTunnel } from '../../src/capture/capture-tunnel.ts';
import { disarm } from '../../src/capture/disarm.ts';
import type { JournalEntry, Store } from '../../src/capture/store.ts';
import { fileTrouble } from '../../src/file-trouble.ts';
import { changesOf, openStage, type Stage, UNTOUCHED } from './stage.ts';

const QUICK = (text: string): string => `${text.replace('tail: 75s', 'tail: 10s')}\nprobe: false\npoll: 1s\n`;

const changes = ({ lab }: Stage): object[] => [changesOf(lab, 'a'), changesOf(lab, 'b')];
const withoutFiles = { ...UNTOUCHED, files: expect.anything() };

/** From the first entry that `isFirst` names on, the disk is full. */
function fillDisk(store: Store, isFirst: (entry: JournalEntry) => boolean): void {
  const note = store.note.bind(store);
  let isFull = false;
  store.note = async (captureId, entry) => {
    isFull ||= isFirst(entry);
    if (isFull) throw fileTrouble('write the journal', store.place, Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }));
    await note(captureId, entry);
  };
}

describe('a state folder that is removed while a trap stands', () => {
  it('keeps neither router armed', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    rmSync(stage.context.store.place, { recursive: true });
    await disarm(stage.context, plan);
    expect(changes(stage)).toEqual([UNTOUCHED, UNTOUCHED]);
    expect(stage.told.join('\n')).toContain(`the journal of capture ${plan.captureId} cannot be read any more`);
  });

  it('does not keep the other end from being frozen, nor what was frozen from coming home', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    const captured = await captureTunnel(stage.context, plan, stage.playbook, () => {
      rmSync(stage.context.store.place, { recursive: true });
      stage.lab.play('delete-lost', 'b', 5);
    });
    for (const side of ['a', 'b'] as const) {
      const log = captured.fetched?.[side].evidence.find(({ name }) => name === 'show_logging.txt');
      expect(log?.bytes.toString('latin1')).toContain('the tail ends');
    }
    expect(changes(stage)).toEqual([withoutFiles, withoutFiles]);
  });
});

describe('a disk that is full', () => {
  it.each(['lease', 'rec', 'debug-ipsec', 'watch'])('at the step %s of arming puts both routers back', async (step) => {
    await using stage = await openStage({ change: QUICK });
    fillDisk(stage.context.store, (entry) => entry.step === step && entry.side === 'b');
    await expect(arm(stage.context, await stage.plan(), stage.playbook)).rejects.toMatchObject({ code: 'input' });
    expect(changes(stage)).toEqual([UNTOUCHED, UNTOUCHED]);
    expect(stage.told.join('\n')).toContain('the disk is full: continuing without it');
  });

  it('at the disarming still disarms', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    fillDisk(stage.context.store, () => true);
    await disarm(stage.context, plan);
    expect(changes(stage)).toEqual([UNTOUCHED, UNTOUCHED]);
  });
});

it.each(['debug-ipsec', 'condition', 'watch', 'logging'])(
  'a journal whose entry of the step %s is spoiled still undoes that step',
  async (step) => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const journal = join(stage.store.folderOf(plan.captureId), 'journal.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, lines.map((line) => (line.includes(`"${step}"`) ? '\0\0\0' : line)).join('\n'));
    appendFileSync(journal, '{"at":"2026-01-05T03');
    await disarm(stage.context, plan);
    expect(changes(stage)).toEqual([UNTOUCHED, UNTOUCHED]);
  },
);
