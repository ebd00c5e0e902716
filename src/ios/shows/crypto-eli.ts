/** `show crypto eli` says what the crypto hardware has in use, and how often it had no room. */
import { showLines } from '../show-lines.ts';
import type { Show } from './show.ts';

/** ` IPSec-Session :     2 active, 16000 max, 0 failed, 2 created` */
export const ELI_ROW = /^ {0,8}(?<name>[A-Za-z0-9-]{1,40}) {0,8}: {1,20}(?=\d{1,12} active)/;
/** `2 active`, `0 failed` */
export const ELI_FIGURE = /(?<count>\d{1,12}) (?<what>[a-z]{1,20})/g;

export const cryptoEli: Show = {
  id: 'crypto-eli',
  command: 'show crypto eli',
  names: /^show_crypto_eli/i,
  read: (text) => ({
    counters: showLines(text).flatMap(({ line, text: content }) => {
      const row = ELI_ROW.exec(content);
      const figures = row === null ? [] : [...content.slice(row[0].length).matchAll(ELI_FIGURE)];
      return figures.map(({ groups }) => ({
        value: { name: `${row?.groups?.['name']} ${groups?.['what']}`, count: Number(groups?.['count']) },
        line,
        text: content,
      }));
    }),
  }),
  samples: [
    'Hardware Encryption : ACTIVE\n Number of hardware crypto engines = 1\n IPSec-Session :     2 active, 16000 max, 0 failed, 2 created',
  ],
};
