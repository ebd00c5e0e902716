/** Finding a capture by its id, or the only one that is still open when none is named. */
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CaptureRecord, type RefusedRecord, Store, sidesInDoubt } from '../capture/store.ts';
import { FlaptrapError, printError } from '../errors.ts';
import type { Screen } from './screen.ts';
import { OLD_STATE } from './state-folder.ts';

export function findCapture(stateFolder: string, captureId: string | undefined, screen?: Pick<Screen, 'tell'>): CaptureRecord {
  const store = new Store(stateFolder);
  const record = captureId === undefined ? chooseOpen(store) : store.read(captureId);
  if (record === undefined) throw notFound(store, captureId);
  for (const line of record.damage) screen?.tell(`${line}; what it said is not known, so both routers are looked at`);
  return record;
}

/** The only one that is open, or else the newest. */
function chooseOpen(store: Store): CaptureRecord | undefined {
  const { records, refused } = store.listAll();
  const open = records.filter((record) => sidesInDoubt(record).length > 0);
  // One that is not believed may be the one that is meant.
  if (open.length === 1 && refused.length === 0) return open[0];
  if (open.length + refused.length > 0) throw severalOpen(open, refused);
  return records.at(-1);
}

function severalOpen(open: readonly CaptureRecord[], refused: readonly RefusedRecord[]): FlaptrapError {
  const [only] = refused;
  if (open.length === 0 && refused.length === 1 && only !== undefined) return only.why;
  return new FlaptrapError('input', 'there is more than one capture', {
    answer: [...open.map(printOpen), ...refused.map(printRefused)].join('\n'),
    next: 'name one of these',
  });
}

function printOpen(record: CaptureRecord): string {
  const names = sidesInDoubt(record).map((side) => record.plan.peers[side].name);
  return `${record.captureId}: may still be armed on ${names.join(' and ')}, lease until ${record.plan.leaseEndsAt}`;
}

function printRefused({ captureId, why }: RefusedRecord): string {
  return `${captureId}: ${printError(why)}`;
}

function notFound(store: Store, captureId: string | undefined): FlaptrapError {
  const { records, refused } = store.listAll();
  const known = [...records, ...refused].map((record) => record.captureId);
  const old = oldCaptures(store.folder);
  return new FlaptrapError(
    'input',
    captureId === undefined
      ? `no capture was ever armed: ${store.folder} holds none`
      : `there is no capture ${captureId} in ${store.folder}`,
    {
      answer: known.length === 0 ? undefined : `known: ${known.join(', ')}`,
      next:
        old.length > 0
          ? `captures of an older version are in ./${OLD_STATE}: give --state ${OLD_STATE}`
          : `${known.length === 0 ? '' : 'name one of these, or '}give the --state folder that it was armed with`,
    },
  );
}

/** Older versions remembered captures in the folder where one stood. */
function oldCaptures(stateFolder: string): string[] {
  if (resolve(stateFolder) === resolve(OLD_STATE) || !existsSync(OLD_STATE)) return [];
  try {
    return readdirSync(OLD_STATE).filter((name) => /^[0-9a-f]{8}$/.test(name));
  } catch {
    return [];
  }
}
