/** The file store remembers every capture in a folder of its own: the plan as it was armed, and a journal of what was meant and what was done. */
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FlaptrapError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { type Claim, claimCapture } from './claim.ts';
import { requireFolder, STATE_BYTES } from './folders.ts';
import { appendEntry, readJournal } from './journal.ts';
import { makeFolder } from './make-folder.ts';
import { readOurFile, refuse, requireOurFolder } from './ours.ts';
import { parsePlan, parseStoredPlaybook } from './record-shape.ts';
import { printSeal, requireSealed, SEAL_FILE } from './seal.ts';
import { type CaptureRecord, type JournalEntry, type RefusedRecord, readEach, type Store, sidesInDoubt } from './store.ts';

const CAPTURE_ID = /^[0-9a-f]{8}$/;

export class FileStore implements Store {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Written whole or not at all, before the first router is touched. */
  async open(plan: Plan, playbook: Playbook): Promise<void> {
    const folder = this.folderOf(plan.captureId);
    makeOurFolder(folder);
    for (const each of [this.folder, folder]) requireOurFolder(each);
    const texts = { 'plan.json': print(plan), 'playbook.json': print(playbook) };
    // The plan is last: a record without one was never armed.
    writeWhole(join(folder, 'playbook.json'), texts['playbook.json']);
    writeWhole(join(folder, SEAL_FILE), printSeal(texts));
    writeWhole(join(folder, 'plan.json'), texts['plan.json']);
    syncFolder(folder);
  }

  /** Beside the plan: what is to come into the bundle and is not on a router. */
  async keepFile(captureId: string, name: string, text: string): Promise<void> {
    writeWhole(join(this.folderOf(captureId), name), text);
  }

  /** Undefined when there is none. */
  async readFile(captureId: string, name: string): Promise<string | undefined> {
    return readOurFile(join(this.folderOf(captureId), name));
  }

  /** On the disk when it returns. */
  async note(captureId: string, entry: JournalEntry): Promise<void> {
    appendEntry(join(this.folderOf(captureId), 'journal.jsonl'), entry);
  }

  async noteSaved(captureId: string, entry: JournalEntry): Promise<void> {
    const record = await this.read(captureId);
    if (record !== undefined && sidesInDoubt(record).length === 0) await this.note(captureId, entry);
  }

  /** Undefined when there is none; throws when it is not believed. */
  async read(captureId: string): Promise<CaptureRecord | undefined> {
    const folder = this.folderOf(captureId);
    if (!existsSync(join(folder, 'plan.json'))) return undefined;
    for (const each of [this.folder, folder]) requireOurFolder(each);
    const [planText, playbookText] = ['plan.json', 'playbook.json'].map((name) => readWhole(join(folder, name))) as [string, string];
    requireSealed(folder, { 'plan.json': planText, 'playbook.json': playbookText });
    const plan = parsePlan(planText, join(folder, 'plan.json'));
    if (plan.captureId !== captureId)
      throw refuse(join(folder, 'plan.json'), `this is the plan of capture ${plan.captureId}`, 'put it back where it was');
    const playbook = parseStoredPlaybook(playbookText, join(folder, 'playbook.json'));
    const { entries, damage } = readJournal(join(folder, 'journal.jsonl'));
    return { captureId, plan, playbook, journal: entries, damage };
  }

  /** One that is not believed hides no other. */
  async listAll(): Promise<{ records: CaptureRecord[]; refused: RefusedRecord[] }> {
    if (!existsSync(this.folder)) return { records: [], refused: [] };
    requireOurFolder(this.folder);
    const { records, refused } = await readEach(
      namesIn(this.folder).filter((name) => CAPTURE_ID.test(name)),
      (captureId) => this.read(captureId),
    );
    return { records: records.sort((one, two) => (one.plan.leaseEndsAt < two.plan.leaseEndsAt ? -1 : 1)), refused };
  }

  async claim(captureId: string): Promise<Claim> {
    return claimCapture(this.folderOf(captureId), captureId);
  }

  async requireRoom(): Promise<void> {
    requireFolder(this.folder, '--state', STATE_BYTES);
  }

  get place(): string {
    return this.folder;
  }

  placeOf(captureId: string, name: string): string {
    return join(this.folderOf(captureId), name);
  }

  /** Throws before a path is made of what is no capture id. */
  folderOf(captureId: string): string {
    if (CAPTURE_ID.test(captureId)) return join(this.folder, captureId);
    throw new FlaptrapError('input', `${captureId} is not a capture id`, {
      next: 'give the eight hex digits that `flaptrap status` shows',
    });
  }
}

function readWhole(path: string): string {
  const text = readOurFile(path);
  if (text !== undefined) return text;
  throw refuse(path, 'it is missing', 'put it back, or clean up the routers without it: `flaptrap sweep PLAYBOOK --all`');
}

function print(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw fileTrouble('look into', folder, cause);
  }
}

function makeOurFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (cause) {
    throw fileTrouble('make the folder', folder, cause);
  }
}

function writeWhole(path: string, text: string): void {
  try {
    writeFileSync(`${path}.part`, text, { mode: 0o600, flush: true });
    renameSync(`${path}.part`, path);
  } catch (cause) {
    throw fileTrouble('write', path, cause);
  }
}

/** The names too are on the disk. */
function syncFolder(folder: string): void {
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
