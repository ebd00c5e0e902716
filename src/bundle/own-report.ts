/** A report of flaptrap's own, beside the record that it is about, is known by its first words: another's `report.txt` is a record like any other. */
import { latin1Of } from './bytes.ts';
import type { RawFile } from './taken.ts';

/** `report.txt`, `report.case-note`: the names under which a capture keeps its reports. */
const NAME = /(?:^|\/)report\.([\w-]{1,20})$/;
/** Endings that nobody else gives a file. */
const ENDINGS: readonly string[] = ['case-note', 'ladder', 'markdown', 'perfetto'];
/** How the others begin: as text, as a page, as JSON, as rows. */
const FIRST_WORDS = /^TUNNEL {2}|^time,own_clock,uncertainty_ms,side,|<title>flaptrap|"schema": ?"flaptrap\./;
const HEAD_BYTES = 4096;

export function isOwnReport({ path, bytes }: RawFile): boolean {
  const [, ending] = NAME.exec(path) ?? [];
  return ending !== undefined && (ENDINGS.includes(ending) || FIRST_WORDS.test(latin1Of(bytes, 0, HEAD_BYTES)));
}
