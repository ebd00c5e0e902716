/** The journal is a file of one entry a line, each on the disk before the act that it announces; a killed process cuts only the last. */
import { closeSync, fsyncSync, ftruncateSync, readFileSync, writeSync } from 'node:fs';
import { fileTrouble } from '../file-trouble.ts';
import { openOurFile, readOurFile } from './ours.ts';
import { type JournalEntry, parseEntry } from './record-shape.ts';

export interface Journal {
  entries: JournalEntry[];
  /** Lines that cannot be read, with their number and why. */
  damage: string[];
}

/** Without a journal nobody knows what was begun; one is there from the first step on. */
export function readJournal(path: string): Journal {
  const text = readOurFile(path);
  if (text === undefined) return { entries: [], damage: [`${path} is missing`] };
  const lines = text.split('\n');
  // Behind the last line end: nothing, or what was cut; its act was not begun.
  const last = lines.pop() ?? '';
  const parsed = [...lines.map(parseEntry), ...[parseEntry(last)].filter((entry) => typeof entry !== 'string')];
  return {
    entries: parsed.filter((entry) => typeof entry !== 'string'),
    damage: parsed.flatMap((entry, index) => (typeof entry === 'string' ? [`${path}:${index + 1} cannot be read: ${entry}`] : [])),
  };
}

/** On the disk when it returns. */
export function appendEntry(path: string, entry: JournalEntry): void {
  const file = openOurFile(path);
  try {
    const { text, bytes } = endWhole(readFileSync(file));
    ftruncateSync(file, bytes);
    writeWhole(file, `${text}${JSON.stringify(entry)}\n`, bytes);
    fsyncSync(file);
  } catch (cause) {
    throw fileTrouble('write the journal', path, cause);
  } finally {
    closeSync(file);
  }
}

/** How much of the file stays, and what comes first: a line that was cut is taken away, so that it spoils no other. */
function endWhole(content: Buffer): { text: string; bytes: number } {
  const end = content.lastIndexOf('\n') + 1;
  const last = content.subarray(end).toString('utf8');
  return last === '' || typeof parseEntry(last) === 'string' ? { text: '', bytes: end } : { text: '\n', bytes: content.length };
}

function writeWhole(file: number, text: string, position: number): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written, bytes.length - written, position + written);
}
