/** What was handed in is said file by file where nobody can tell whose it is: what each was taken for, and why it tells no peers. */
import { VENDORS, vendorOf } from '../vendors/families/index.ts';
import type { DecodedFile } from './door/admitted.ts';
import { openFile } from './door/open.ts';
import type { LeftFile } from './taken.ts';

/** More say no more. */
const FILES_SAID = 8;

/** Empty of nothing, else one line a file, each with what follows on a line of its own. */
export function sayHanded(read: readonly DecodedFile[], left: readonly LeftFile[]): string {
  const said = [...left.map((file) => `Not read: ${file.path} ${file.left}.`), ...read.map((file) => `${file.path} ${sayFile(file)}.`)];
  const more = said.length > FILES_SAID ? [`And ${said.length - FILES_SAID} more files of which no line names both peers.`] : [];
  return [...said.slice(0, FILES_SAID), ...more].map((line) => `${line}\n    `).join('');
}

function sayFile(file: DecodedFile): string {
  if (file.packets !== undefined) return 'is a packet file: it names addresses, but not whose log it is';
  if (file.problem === 'binary') return 'was not read: it is no text';
  if (file.problem === 'empty' || file.text.trim() === '') return 'is empty: there is nothing to judge in it';
  const { command, left } = openFile(file);
  const vendor = vendorOf(file.text);
  const taken = command ?? (vendor === undefined ? 'a log' : `a log of ${VENDORS[vendor].title}`);
  return [`was taken for ${taken}, in which no line that is understood names both peers: there is nothing to judge`, ...left].join('; ');
}
