/** Loading reads an inventory from its file; what it is shows the end of its name, or else its first letters. */
import { open, stat } from 'node:fs/promises';
import { FlaptrapError, messageOf } from '../../errors.ts';
import { codeOf, explainReason } from '../../file-trouble.ts';
import type { Playbook } from '../../playbook/playbook.ts';
import { type Form, type Inventory, parseInventory } from './inventory.ts';

/** 5,000 tunnels have about one. */
const BYTES_MAX = 64 * 1024 * 1024;

/** Throws `input` when it cannot be read; a mistake in it is a diagnostic. */
export async function loadInventory(path: string, playbook: Playbook): Promise<Inventory> {
  const text = await readText(path).catch((cause: unknown) => {
    throw new FlaptrapError('input', `cannot read the inventory ${path}`, {
      answer: cause instanceof Error && !('code' in cause) ? messageOf(cause) : explainReason(codeOf(cause)),
      next: 'name a file of tunnels: a table (.csv), or a list (.yaml, .json)',
      cause,
    });
  });
  return parseInventory({ file: path, text }, formOf(path, text), playbook);
}

const ENDINGS: Readonly<Record<string, Form>> = { csv: 'csv', tsv: 'csv', txt: 'csv', json: 'json', yaml: 'yaml', yml: 'yaml' };

function formOf(path: string, text: string): Form {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  const named = Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined;
  if (named !== undefined) return named;
  if (/^\ufeff?\s*[[{]/.test(text)) return 'json';
  return /^\s*(?:tunnels:|- )/m.test(text.slice(0, 2000)) ? 'yaml' : 'csv';
}

/** A FIFO is asked for its kind first: opening it would wait for somebody to write. */
async function readText(path: string): Promise<string> {
  const found = await stat(path);
  if (!found.isFile()) throw new Error(`it is ${found.isDirectory() ? 'a folder' : 'a pipe or a device'}, not a file`);
  if (found.size > BYTES_MAX) throw new Error(`the file has ${found.size} bytes; an inventory can have at most ${BYTES_MAX} (64 MB)`);
  await using file = await open(path);
  return textOf(await file.readFile());
}

/** Spreadsheets write UTF-16 too, with a mark of byte order before it. */
function textOf(bytes: Buffer): string {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return new TextDecoder(isWide ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8', { ignoreBOM: true }).decode(bytes);
}
