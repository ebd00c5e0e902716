/** Home files are a capture's files that are in a bundle on the disk, by the journal: they alone may be deleted on the routers. */
import { z } from 'zod';
import type { FileEntry } from '../ios/directory.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { type CaptureContext, noteOrSay } from './context.ts';
import type { Fetched } from './fetched.ts';
import { parseJson } from './record-shape.ts';
import type { Store } from './store.ts';

/** `folder`: the bundle that holds it. */
const HOME_FILE = z.object({ name: z.string(), sizeBytes: z.number(), folder: z.string() });
export type HomeFile = z.infer<typeof HOME_FILE>;

/** Called once the bundle is on the disk. */
export async function noteHome(context: CaptureContext, captureId: string, fetched: Record<Side, Fetched>, folder: string): Promise<void> {
  for (const side of SIDES) {
    const files = fetched[side].verified.map(({ name, sizeBytes }): HomeFile => ({ name, sizeBytes, folder }));
    if (files.length > 0) await noteOrSay(context, captureId, { side, step: 'all', what: 'fetched', detail: JSON.stringify(files) });
  }
}

/** What is no list of them says of no file that it is home: it stays on the router then. */
export async function homeFiles(store: Store, captureId: string, side: Side): Promise<HomeFile[]> {
  const journal = (await store.read(captureId))?.journal ?? [];
  const told = journal.flatMap((entry) => (entry.side === side && entry.what === 'fetched' ? (entry.detail ?? []) : []));
  return told.flatMap((detail) => z.array(HOME_FILE).safeParse(parseJson(detail)).data ?? []);
}

/** Of the files on a router those that are not known to be home; one that has another size by now is another file. */
export async function unreadFiles(store: Store, captureId: string, side: Side, files: readonly FileEntry[]): Promise<FileEntry[]> {
  const home = await homeFiles(store, captureId, side);
  return files.filter((file) => !home.some(({ name, sizeBytes }) => name === file.name && sizeBytes === file.sizeBytes));
}
