/** Finding a capture by its id, or the only one that is still open when none is named. */
import { type CaptureRecord, type RefusedRecord, type Store, sidesInDoubt } from '../capture/store.ts';
import { FlaptrapError, printError } from '../errors.ts';

/** `elsewhere`: what to do when it is not in the journal, where the caller knows of another place. */
export async function findCapture(journal: Store, captureId: string | undefined, elsewhere?: string): Promise<CaptureRecord> {
  const record = await (captureId === undefined ? chooseOpen(journal) : journal.read(captureId));
  if (record === undefined) throw await notFound(journal, captureId, elsewhere);
  return record;
}

/** The only one that is open, or else the newest. */
async function chooseOpen(journal: Store): Promise<CaptureRecord | undefined> {
  const { records, refused } = await journal.listAll();
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
    next: 'give the id of one of these',
  });
}

function printOpen(record: CaptureRecord): string {
  const names = sidesInDoubt(record).map((side) => record.plan.peers[side].name);
  return `${record.captureId}: may still be armed on ${names.join(' and ')}, lease until ${record.plan.leaseEndsAt}`;
}

function printRefused({ captureId, why }: RefusedRecord): string {
  return `${captureId}: ${printError(why)}`;
}

async function notFound(journal: Store, captureId: string | undefined, elsewhere: string | undefined): Promise<FlaptrapError> {
  const { records, refused } = await journal.listAll();
  const known = [...records, ...refused].map((record) => record.captureId);
  return new FlaptrapError(
    'input',
    captureId === undefined
      ? `no capture was armed from here: ${journal.place} has none`
      : `there is no capture ${captureId} in ${journal.place}`,
    {
      answer: known.length === 0 ? undefined : `known: ${known.join(', ')}`,
      next: elsewhere ?? `${known.length === 0 ? '' : 'give one of these ids, or '}give the --state folder with which it was armed`,
    },
  );
}
