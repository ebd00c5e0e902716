/** Finding a capture by its id, or the only one that is still open when none is named. */
import { type CaptureRecord, Store, sidesInDoubt } from '../capture/store.ts';
import { FlaptrapError } from '../errors.ts';

export function findCapture(stateFolder: string, captureId: string | undefined): CaptureRecord {
  const store = new Store(stateFolder);
  const records = captureId === undefined ? openOrAll(store.list()) : [store.read(captureId)].filter((record) => record !== undefined);
  const [only] = records;
  if (only !== undefined && records.length === 1) return only;
  const known = store.list().map((record) => record.captureId);
  throw new FlaptrapError(
    'input',
    only === undefined ? `there is no capture ${captureId ?? ''} in ${stateFolder}`.replace('  ', ' ') : 'there is more than one capture',
    {
      answer: known.length === 0 ? 'none was ever armed from here' : `known: ${known.join(', ')}`,
      next: 'name one, or give the --state folder from which it was armed',
    },
  );
}

function openOrAll(records: CaptureRecord[]): CaptureRecord[] {
  const open = records.filter((record) => sidesInDoubt(record).length > 0);
  return open.length > 0 ? open : records.slice(-1);
}
