/** The show of what IKEv2 counts: its SAs and requests, and in tables its exchanges, its timers, and what others did for it. */
import { type ShowLine, showLines } from '../show-lines.ts';
import { shownCounters } from './counters.ts';
import type { Show, Shown, ShownCounter } from './show.ts';

/** Which columns stand below a heading; without a word for it the name says what is counted. [C] genieparser, `ShowCryptoIkev2StatsExt`, `ShowCryptoIkev2StatsTimeout`, `ShowCryptoIkev2StatsExchange` */
const TABLES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/ PASSED {1,20}FAILED$/, ['passed', 'failed']],
  [/^\s*IKEV2 TIMER {1,40}TIMED OUT$/, ['timed out']],
  [
    / TX\(REQ\) {1,20}TX\(RES\) {1,20}RX\(REQ\) {1,20}RX\(RES\)$/,
    ['requests sent', 'answers sent', 'requests received', 'answers received'],
  ],
  [/ TX {1,20}RX$/, ['sent', 'received']],
  [/^\s*OTHER COUNTERS$/, ['']],
];
/** `SA CREATION                                   12279      14970`, `DPD MAX RETRANS TIMER                   0`, `NO_PROPOSAL_CHOSEN     0     0     0     5203` */
export const TABLE_ROW = /^\s{0,16}(?<name>[A-Z][A-Z0-9_-]{1,40}(?: {1,2}[A-Z][A-Z0-9_-]{0,40}){0,6})(?<figures>(?: {1,60}\d{1,20}){1,4})$/;

/** `show crypto ikev2 stats` counts IKEv2 SAs and requests, and those that were rejected; its `exchange`, `ext-service` and `timeout` have tables. */
export const cryptoIkev2Stats: Show = {
  id: 'crypto-ikev2-stats',
  command: 'show crypto ikev2 stats',
  names: /^show_crypto_ikev2_stats/i,
  read: (text) => ({ counters: [...shownCounters(text), ...tabled(showLines(text))] }),
  samples: [
    'IPSEC OPERATION                              PASSED     FAILED\nSA CREATION                                   12279         12',
    'IKEV2 TIMER                     TIMED OUT\nDPD MAX RETRANS TIMER                  12',
    'EXCHANGE/NOTIFY              TX(REQ)     TX(RES)     RX(REQ)     RX(RES)\nIKE_SA_INIT                  8           0           0           5',
    '                          Crypto IKEv2 SA Statistics\nIncoming IKEv2 Requests: 2        accepted:    1        rejected:    1',
    'Total incoming IKEv2 SA Count:    0        active:        0        negotiating: 0',
  ],
};

function tabled(lines: readonly ShowLine[]): Shown<ShownCounter>[] {
  let columns: readonly string[] = [];
  return lines.flatMap((place) => {
    columns = TABLES.find(([heading]) => heading.test(place.text))?.[1] ?? columns;
    const { name = '', figures = '' } = TABLE_ROW.exec(place.text)?.groups ?? {};
    const counts = figures.trim().split(/ +/);
    if (name === '' || counts.length !== columns.length) return [];
    return counts.map((count, index) => ({ value: { name: nameOf(name, columns[index]), count: Number(count) }, ...place }));
  });
}

function nameOf(row: string, column = ''): string {
  return column === '' ? row : `${row}, ${column}`;
}
