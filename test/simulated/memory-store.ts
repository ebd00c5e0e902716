/** A store in memory, whose writes can fail and which outlives every process of a simulation. */
import type { CaptureRecord, JournalEntry, Store } from '../../src/capture/store.ts';
import { FlaptrapError } from '../../src/errors.ts';

/** `before`: back when the write is done, or throws. */
export function memoryStore(records: Map<string, CaptureRecord>, before: (what: string) => Promise<void>): Store {
  const files = new Map<string, string>();
  const known = (captureId: string): CaptureRecord => {
    const record = records.get(captureId);
    if (record === undefined) throw new FlaptrapError('input', `there is no capture ${captureId}`);
    return record;
  };
  return {
    place: 'memory',
    placeOf: (captureId, name) => `${captureId}/${name}`,
    open: async (plan, playbook) => {
      await before('open');
      records.set(plan.captureId, { captureId: plan.captureId, plan, playbook, journal: [], damage: [] });
    },
    keepFile: async (captureId, name, text) => {
      await before('keep');
      files.set(`${captureId}/${name}`, text);
    },
    readFile: async (captureId, name) => files.get(`${captureId}/${name}`),
    note: async (captureId, entry: JournalEntry) => {
      await before('note');
      known(captureId).journal.push(structuredClone(entry));
    },
    noteSaved: async (captureId, entry) => void known(captureId).journal.push(structuredClone(entry)),
    read: async (captureId) => {
      const record = records.get(captureId);
      return record === undefined ? undefined : structuredClone(record);
    },
    listAll: async () => ({ records: [...records.values()].map((record) => structuredClone(record)), refused: [] }),
    claim: async () => ({ [Symbol.dispose]: () => undefined }),
    requireRoom: async () => undefined,
  };
}
