/** A store remembers every capture: the plan as it was armed, and a journal of what was meant and what was done; where it is kept is its own affair. */
import { FlaptrapError } from '../errors.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { JournalEntry } from './record-shape.ts';

export type { JournalEntry } from './record-shape.ts';

/** Every promise is kept when what it says is safe from a kill. What cannot be read or written throws a `FlaptrapError`. */
export interface Store {
  /** Where captures are remembered, as a person is told. */
  readonly place: string;
  placeOf(captureId: string, name: string): string;
  /** Whole or not at all, before the first router is touched. `operator`: who agreed to the plan, where others can see it. */
  open(plan: Plan, playbook: Playbook, operator?: string): Promise<void>;
  /** Beside the plan: what is to come into the bundle and is not on a router. */
  keepFile(captureId: string, name: string, text: string): Promise<void>;
  /** Undefined when there is none. */
  readFile(captureId: string, name: string): Promise<string | undefined>;
  note(captureId: string, entry: JournalEntry): Promise<void>;
  /** `saved` or `unsaved`, seen since a capture has ended; nothing is written of one that somebody may carry. */
  noteSaved(captureId: string, entry: JournalEntry): Promise<void>;
  /** Undefined when there is none; throws when it is not believed. */
  read(captureId: string): Promise<CaptureRecord | undefined>;
  /** The newest lease last. One that is not believed hides no other. */
  listAll(): Promise<{ records: CaptureRecord[]; refused: RefusedRecord[] }>;
  /** Throws when somebody else who lives carries the capture. */
  claim(captureId: string): Promise<{ [Symbol.dispose](): void }>;
  /** Throws where nothing more can be remembered: found before a router is touched. */
  requireRoom(): Promise<void>;
}

export interface CaptureRecord {
  captureId: string;
  plan: Plan;
  playbook: Playbook;
  journal: JournalEntry[];
  /** Entries of the journal that cannot be read. */
  damage: string[];
}

/** A record that is not believed, and why. */
export interface RefusedRecord {
  captureId: string;
  why: FlaptrapError;
}

/** In their order; one that is not believed hides no other. */
export async function readEach(
  captureIds: readonly string[],
  read: (captureId: string) => Promise<CaptureRecord | undefined>,
): Promise<{ records: CaptureRecord[]; refused: RefusedRecord[] }> {
  const records: CaptureRecord[] = [];
  const refused: RefusedRecord[] = [];
  for (const captureId of captureIds) {
    try {
      const record = await read(captureId);
      if (record !== undefined) records.push(record);
    } catch (why) {
      if (!(why instanceof FlaptrapError)) throw why;
      refused.push({ captureId, why });
    }
  }
  return { records, refused };
}

/** Sides on which something may still stand: an intent, or what a backup does not know, and neither `disarmed` nor `withdrawn` after it; a line that cannot be read may be one. */
export function sidesInDoubt({ journal, damage }: Pick<CaptureRecord, 'journal'> & { damage?: readonly string[] }): Side[] {
  const sides = new Set<Side>((damage ?? []).length > 0 ? SIDES : []);
  for (const { side, what } of journal) {
    if (what === 'intent' || what === 'restored') sides.add(side);
    if (what === 'disarmed' || what === 'withdrawn') sides.delete(side);
  }
  return [...sides].sort();
}

/** Somebody has begun to put its routers back. */
export function isDisarming({ journal }: Pick<CaptureRecord, 'journal'>): boolean {
  return journal.some(({ what }) => what === 'disarming');
}

/** It was read out of a backup: more may have been done than it knows. */
export function isRestored({ journal }: Pick<CaptureRecord, 'journal'>): boolean {
  return journal.some(({ what }) => what === 'restored');
}
