/** Recalling a capture reads what was written down of it in the state folder. */
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { FileStore } from '../capture/file-store.ts';
import { newerActs } from '../capture/record-shape.ts';
import type { CaptureRecord } from '../capture/store.ts';
import { findCapture } from '../run/find-capture.ts';
import type { Screen } from './screen.ts';

/** What an older version used: a folder where one stood. */
const OLD_STATE = '.flaptrap';

/** The capture that is named, or the only one that is still open; what its journal can no longer say is told. */
export async function recallCapture(state: string, captureId: string | undefined, screen?: Pick<Screen, 'tell'>): Promise<CaptureRecord> {
  const record = await findCapture(new FileStore(state), captureId, sayElsewhere(state));
  if (screen !== undefined) tellOfJournal(record, screen);
  return record;
}

/** What of it this version cannot make use of. */
export function tellOfJournal({ captureId, journal, damage }: CaptureRecord, screen: Pick<Screen, 'tell'>): void {
  for (const line of damage) screen.tell(`${line}; its content is lost, so both routers are checked`, 'grave');
  const newer = newerActs(journal);
  if (newer.length > 0)
    screen.tell(
      `a newer flaptrap has written of capture ${captureId}, in words that this one does not know (${newer.join(', ')}): they are kept, and passed by`,
    );
}

function sayElsewhere(state: string): string | undefined {
  if (resolve(state) === resolve(OLD_STATE) || !existsSync(OLD_STATE)) return undefined;
  try {
    const hasCaptures = readdirSync(OLD_STATE).some((name) => /^[0-9a-f]{8}$/.test(name));
    return hasCaptures ? `captures made by an older version are in ./${OLD_STATE}: give --state ${OLD_STATE}` : undefined;
  } catch {
    return undefined;
  }
}
