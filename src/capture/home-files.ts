/** Home files are a capture's files that are in a bundle on the disk, by the journal: they alone may be deleted on the routers. */
import type { FileEntry } from '../ios/directory.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import type { CaptureContext } from './context.ts';
import type { Fetched } from './fetched.ts';
import { noteOrSay } from './note.ts';
import type { Store } from './store.ts';

export interface HomeFile extends Pick<FileEntry, 'name' | 'sizeBytes'> {
  /** The bundle that holds it. */
  folder: string;
}

/** Called once the bundle is on the disk. */
export function noteHome(context: CaptureContext, captureId: string, fetched: Record<Side, Fetched>, folder: string): void {
  for (const side of SIDES) {
    const files = fetched[side].verified.map(({ name, sizeBytes }): HomeFile => ({ name, sizeBytes, folder }));
    if (files.length > 0) noteOrSay(context, captureId, { side, step: 'all', what: 'fetched', detail: JSON.stringify(files) });
  }
}

export function homeFiles(store: Store, captureId: string, side: Side): HomeFile[] {
  const journal = store.read(captureId)?.journal ?? [];
  return journal.flatMap((entry) =>
    entry.side === side && entry.what === 'fetched' && entry.detail !== undefined ? (JSON.parse(entry.detail) as HomeFile[]) : [],
  );
}

/** Of the files on a router those that are not known to be home; one that has another size by now is another file. */
export function unreadFiles(store: Store, captureId: string, side: Side, files: readonly FileEntry[]): FileEntry[] {
  const home = homeFiles(store, captureId, side);
  return files.filter((file) => !home.some(({ name, sizeBytes }) => name === file.name && sizeBytes === file.sizeBytes));
}
