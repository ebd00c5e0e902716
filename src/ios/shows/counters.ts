/** The shows that count and say nothing else: the crypto hardware, IKEv2's requests. */
import { showLines } from '../show-lines.ts';
import type { Show, Shown, ShownCounter } from './show.ts';

/** `Incoming IKEv2 Requests: 13       accepted:      13       rejected:    0`, `Total incoming IKEv2 SA Count:    0        active:        0`; a name is taken whole, or not at all */
export const COUNTER =
  /(?<=^| {2}|\d )(?=(?<name>[A-Za-z](?:[A-Za-z0-9()/-]| {1,2}(?=[A-Za-z0-9(])){1,60}))\k<name> {0,4}: {1,20}(?<count>\d{1,20})(?![\w.:])/g;

/** The `name: number` pairs of a line; those behind the first are named after it too. */
function shownCounters(text: string): Shown<ShownCounter>[] {
  return showLines(text).flatMap(({ line, text: content }) => {
    const pairs = [...content.matchAll(COUNTER)].map(({ groups }) => ({
      name: groups?.['name']?.trim() ?? '',
      count: Number(groups?.['count']),
    }));
    const [first] = pairs;
    return pairs.map(({ name, count }) => ({
      value: { name: first === undefined || name === first.name ? name : `${first.name}, ${name}`, count },
      line,
      text: content,
    }));
  });
}

/** ` IPSec-Session :     2 active, 16000 max, 0 failed, 2 created` */
export const ELI_ROW = /^ {0,8}(?<name>[A-Za-z0-9-]{1,40}) {0,8}: {1,20}(?=\d{1,12} active)/;
/** `2 active`, `0 failed` */
export const ELI_FIGURE = /(?<!\d)(?<count>\d{1,12}) (?<what>[a-z]{1,20})/g;

/** `show crypto eli` says what the crypto hardware has in use, and how often it had no room. */
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

/** `show crypto call admission statistics` says whether IKE or IPsec was refused an SA for want of room. [C] Call Admission Control for IKE */
export const cryptoCallAdmission: Show = {
  id: 'crypto-call-admission',
  command: 'show crypto call admission statistics',
  names: /^show_crypto_call_adm/i,
  read: (text) => ({ counters: shownCounters(text) }),
  samples: [
    'Total IKE SA Count:           1 active:          1 negotiating:     0\nRejected IKE Requests:        0 rsrc low:        0 Active SA limit: 0',
  ],
};

/** `show crypto ikev2 stats` counts IKEv2 SAs and requests, and those that were rejected. */
export const cryptoIkev2Stats: Show = {
  id: 'crypto-ikev2-stats',
  command: 'show crypto ikev2 stats',
  names: /^show_crypto_ikev2_stats/i,
  read: (text) => ({ counters: shownCounters(text) }),
  samples: [
    '                          Crypto IKEv2 SA Statistics\nIncoming IKEv2 Requests: 2        accepted:    1        rejected:    1',
    'Total incoming IKEv2 SA Count:    0        active:        0        negotiating: 0',
  ],
};
