/** What is dropped or picked becomes a list of files with their paths, folders and all that is in them. */

export interface Picked {
  path: string;
  file: File;
}

export function fromInput(list: FileList | null): Picked[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file }));
}

/** Of a folder the files in it, however deep. Entries must be taken before the event has ended. */
export async function fromDrop(transfer: DataTransfer | null): Promise<Picked[]> {
  const entries = [...(transfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return (await Promise.all(entries.map((entry) => below(entry, '')))).flat();
}

/** Deeper nobody files a log. */
const DEPTH_MAX = 12;

async function below(entry: FileSystemEntry, path: string, depth = 0): Promise<Picked[]> {
  const own = `${path}${entry.name}`;
  if (entry.isFile) return [{ path: own, file: await new Promise<File>((go, fail) => (entry as FileSystemFileEntry).file(go, fail)) }];
  if (!entry.isDirectory || depth >= DEPTH_MAX) return [];
  const inside = await entriesOf((entry as FileSystemDirectoryEntry).createReader());
  return (await Promise.all(inside.map((each) => below(each, `${own}/`, depth + 1)))).flat();
}

/** A reader gives a hundred at a time, and none when it has given all. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((go, fail) => reader.readEntries(go, fail));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
