/** `dir flash:` lists the files of a file system, with their exact sizes. */
import { shownEach } from '../shown-each.ts';
import type { Show } from './show.ts';

/** `   12  -rw-        8192  Jan 5 2026 03:00:00 +00:00  flaptrap-0123abcd-show_logging.txt` [C] */
export const DIRECTORY_ROW = /^ {0,10}\d{1,10} {1,4}[-d][-rwx]{1,9} {1,20}(?<size>\d{1,15}) {1,4}\S.{10,40}? {1,4}(?<name>[^\s:]{1,200})$/;

export const dir: Show = {
  id: 'dir',
  command: 'dir flash:',
  names: /^dir_/i,
  read: (text) => ({ files: shownEach(text, DIRECTORY_ROW, ({ name = '', size }) => ({ name, sizeBytes: Number(size) })) }),
  samples: [
    'Directory of flash:/\n   12  -rw-        8192  Jan 5 2026 03:00:00 +00:00  flaptrap-0123abcd-show_logging.txt\n256000000 bytes total (255991808 bytes free)',
  ],
};
