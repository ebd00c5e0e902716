/** `dir flash:` lists the files of a file system, with their exact sizes. */
import { readDirectoryRow } from '../directory.ts';
import { showLines } from '../show-lines.ts';
import type { Show } from './show.ts';

export const dir: Show = {
  id: 'dir',
  command: 'dir flash:',
  names: /^dir_/i,
  read: (text) => ({
    files: showLines(text).flatMap(({ line, text: content }) => {
      const value = readDirectoryRow(content);
      return value === undefined ? [] : [{ value, line, text: content }];
    }),
  }),
  samples: [
    'Directory of flash:/\n   12  -rw-        8192  Jan 5 2026 03:00:00 +00:00  flaptrap-0123abcd-show_logging.txt\n256000000 bytes total (255991808 bytes free)',
    '-rwxrwxrwx   490586943              cat9k_lite_iosxe.17.09.01.SPA.bin',
  ],
};
