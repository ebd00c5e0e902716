/** The store remembers every capture in a folder of its own: the plan as it was armed, and a journal of what was meant and what was done. */
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';

/** `intent` is written before a router is touched, so that a killed capture knows what may have happened. */
export interface JournalEntry {
  at: string;
  side: Side;
  step: string;
  what: 'intent' | 'done' | 'undone' | 'sprung' | 'called' | 'collected' | 'disarmed';
  detail?: string | undefined;
}

export interface CaptureRecord {
  captureId: string;
  folder: string;
  plan: Plan;
  playbook: Playbook;
  journal: JournalEntry[];
}

export class Store {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Written whole or not at all, before the first router is touched. */
  open(plan: Plan, playbook: Playbook): void {
    const folder = this.folderOf(plan.captureId);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const each of [this.folder, folder]) chmodSync(each, 0o700);
    writeWhole(join(folder, 'playbook.json'), JSON.stringify(playbook, null, 2));
    writeWhole(join(folder, 'plan.json'), JSON.stringify(plan, null, 2));
  }

  /** On the disk when it returns. */
  note(captureId: string, entry: JournalEntry): void {
    const file = openSync(join(this.folderOf(captureId), 'journal.jsonl'), 'a', 0o600);
    try {
      appendFileSync(file, `${JSON.stringify(entry)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  read(captureId: string): CaptureRecord | undefined {
    const folder = this.folderOf(captureId);
    if (!existsSync(join(folder, 'plan.json'))) return undefined;
    const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as Plan;
    const playbook = JSON.parse(readFileSync(join(folder, 'playbook.json'), 'utf8')) as Playbook;
    return { captureId, folder, plan, playbook, journal: readJournal(join(folder, 'journal.jsonl')) };
  }

  /** The newest last. */
  list(): CaptureRecord[] {
    if (!existsSync(this.folder)) return [];
    const records = readdirSync(this.folder).map((name) => (CAPTURE_FOLDER.test(name) ? this.read(name) : undefined));
    return records.filter((record) => record !== undefined).sort((one, two) => (one.plan.leaseEndsAt < two.plan.leaseEndsAt ? -1 : 1));
  }

  folderOf(captureId: string): string {
    return join(this.folder, captureId);
  }
}

const CAPTURE_FOLDER = /^[0-9a-f]{8}$/;

/** Sides on which something may still stand: an intent, and no `disarmed` after it. */
export function sidesInDoubt({ journal }: CaptureRecord): Side[] {
  const sides = new Set<Side>();
  for (const { side, what } of journal) {
    if (what === 'intent') sides.add(side);
    if (what === 'disarmed') sides.delete(side);
  }
  return [...sides].sort();
}

function readJournal(path: string): JournalEntry[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as JournalEntry];
    } catch {
      // The last line of a killed process may be cut short; its act was not begun.
      return [];
    }
  });
}

function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.part`, `${text}\n`, { mode: 0o600, flush: true });
  chmodSync(`${path}.part`, 0o600);
  renameSync(`${path}.part`, path);
}
