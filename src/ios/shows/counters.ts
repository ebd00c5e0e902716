/** The shows that count and say nothing else: the crypto hardware, room for SAs, IKEv2's errors. */
import { showLines, shownEach } from '../show-lines.ts';
import type { Show, Shown, ShownCounter } from './show.ts';

/** `Incoming IKEv2 Requests: 13       accepted:      13       rejected:    0`, `Total incoming IKEv2 SA Count:    0        active:        0`; the colon is found first, and a name before it is taken whole, or not at all */
export const COUNTER =
  /:(?= {1,20}\d)(?<=(?:^| {2}|\d |, |- )(?<name>[A-Za-z](?:[A-Za-z0-9()/-]|\.(?=\d)| {1,2}(?=[A-Za-z0-9(])){1,60}) {0,4}:) {1,20}(?<count>\d{1,20})(?![\w.:%])/g;
/** `SA Strength Enforcement Rejects - incoming:        0 outgoing:        4`, `SA Strength Enforcement Rejects:  incoming:        0`: a name without a number of its own */
export const COUNTER_HEAD = /^\s{0,16}(?<head>[A-Z][A-Za-z0-9 ]{2,60}?) {0,8}[:-] {1,8}[A-Za-z][A-Za-z ]{1,40}:/;
/** `    accepted: 0        rejected: 0`: of what the line above counts */
const GOES_ON = /^\s{2,20}[a-z]/;

/** The `name: number` pairs of a line; those behind the first are named after it too. */
export function shownCounters(text: string): Shown<ShownCounter>[] {
  let above: string | undefined;
  return showLines(text).flatMap(({ line, text: content }) => {
    const pairs = [...content.matchAll(COUNTER)].map(({ groups }) => ({
      name: groups?.['name']?.trim() ?? '',
      count: Number(groups?.['count']),
    }));
    const own = COUNTER_HEAD.exec(content)?.groups?.['head'] ?? pairs[0]?.name;
    const first = GOES_ON.test(content) ? (above ?? own) : own;
    above = pairs.length === 0 ? undefined : first;
    return pairs.map(({ name, count }) => ({
      value: { name: first === undefined || name === first ? name : `${first}, ${name}`, count },
      line,
      text: content,
    }));
  });
}

/** ` IPSec-Session :     2 active, 16000 max, 0 failed, 2 created` */
export const ELI_ROW = /^\s{0,16}(?<name>[A-Za-z0-9-]{1,40}) {0,8}: {1,20}(?=\d{1,12} active)/;
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

/** `Error(12): Detected an invalid IKE SPI`: how often, since one text stands with several numbers [L] */
export const EXIT_PATH = /^\s*Error\((?<count>\d{1,9})\): (?<what>\S.{0,120}?)\s*$/;

/** `show crypto ikev2 diagnose error` counts by which errors IKEv2 left its ways. */
export const cryptoIkev2Errors: Show = {
  id: 'crypto-ikev2-errors',
  command: 'show crypto ikev2 diagnose error',
  names: /^show_crypto_ikev2_diagnose/i,
  read: (text) => ({
    counters: shownEach(text, EXIT_PATH, ({ count, what }) => ({ name: `IKEv2 error: ${what}`, count: Number(count) })),
  }),
  samples: ['Exit Path Table - status: enable, current entry 1, deleted 0, max allow 50\n\nError(12): Detected an invalid IKE SPI'],
};
