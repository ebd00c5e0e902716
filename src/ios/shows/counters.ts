/** The shows that count and say nothing else: the crypto hardware, IKEv2's requests, NAT, an interface, what is policed. */
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
function shownCounters(text: string): Shown<ShownCounter>[] {
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

/** `SA CREATION                                   12279      14970`, of `show crypto ikev2 stats ext-service`: what IKEv2 asked of AAA, IPsec, the crypto engine and PKI, passed and failed [C] genieparser, `ShowCryptoIkev2StatsExt` */
export const EXT_SERVICE =
  /^\s{0,16}(?<name>[A-Z][A-Z0-9_-]{1,30}(?: {1,2}[A-Z0-9_-]{1,30}){0,6}) {2,60}(?<passed>\d{1,20}) +(?<failed>\d{1,20})\s*$/;

function extServices(text: string): Shown<ShownCounter>[] {
  return shownEach(text, EXT_SERVICE, ({ name = '', passed, failed }) => [
    { name: `${name.trim()}, passed`, count: Number(passed) },
    { name: `${name.trim()}, failed`, count: Number(failed) },
  ]).flatMap(({ value, ...place }) => value.map((counter) => ({ value: counter, ...place })));
}

/** `PACKET MAXIMUM RETRANS TIMER         7736`, of `show crypto ikev2 stats timeout`, below `IKEV2 TIMER                     TIMED OUT`: how often IKEv2 waited in vain [C] genieparser, `ShowCryptoIkev2StatsTimeout` */
export const TIMED_OUT = /^\s{0,16}(?<name>[A-Z][A-Z0-9_-]{1,30}(?: [A-Z0-9_-]{1,30}){0,6} TIMER) {1,60}(?<count>\d{1,20})\s*$/;

function timeouts(text: string): Shown<ShownCounter>[] {
  return shownEach(text, TIMED_OUT, ({ name = '', count }) => ({ name: `${name}, timed out`, count: Number(count) }));
}

/** `show crypto ikev2 stats` counts IKEv2 SAs and requests, and those that were rejected; its `ext-service`, what others did for it; its `timeout`, what it waited for in vain. */
export const cryptoIkev2Stats: Show = {
  id: 'crypto-ikev2-stats',
  command: 'show crypto ikev2 stats',
  names: /^show_crypto_ikev2_stats/i,
  read: (text) => ({ counters: [...shownCounters(text), ...extServices(text), ...timeouts(text)] }),
  samples: [
    'IPSEC OPERATION                              PASSED     FAILED\nSA CREATION                                   12279         12',
    'IKEV2 TIMER                     TIMED OUT\nDPD MAX RETRANS TIMER                  12',
    '                          Crypto IKEv2 SA Statistics\nIncoming IKEv2 Requests: 2        accepted:    1        rejected:    1',
    'Total incoming IKEv2 SA Count:    0        active:        0        negotiating: 0',
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

/** `show ip nat statistics` counts translations, and those that could not be made. */
export const ipNatStatistics: Show = {
  id: 'ip-nat-statistics',
  command: 'show ip nat statistics',
  names: /^show_ip_nat_stat/i,
  read: (text) => ({ counters: shownCounters(text) }),
  samples: ['Total active translations: 3 (0 static, 3 dynamic; 3 extended)\nHits: 3358708  Misses: 11050\nExpired translations: 11013'],
};

/** `GigabitEthernet0/0/0 is up, line protocol is up` */
export const INTERFACE_HEAD = /^\s{0,16}([A-Z][A-Za-z-]{1,30}\d[\d/.:]{0,20}) is \S.{0,40}, line protocol is /;
/** `     0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored`, `     0 output errors, 0 collisions, 2 interface resets` */
export const INTERFACE_COUNT =
  /(?<!\d)(\d{1,20}) (input errors|CRC|overrun|ignored|output errors|interface resets|packets input|packets output|unknown protocol drops)\b/g;
/** `  Input queue: 0/75/0/0 (size/max/drops/flushes); Total output drops: 0` */
export const INTERFACE_DROPS = /Input queue: \d{1,9}\/\d{1,9}\/(\d{1,20})\/\d{1,20} .{0,40}Total output drops: (\d{1,20})/;

/** `show interfaces NAME` counts what the interface lost. */
export const interfaces: Show = {
  id: 'interfaces',
  command: 'show interfaces',
  names: /^show_interfaces?(?:\.|$|_(?!brief|status|desc|trunk|switchport|summary|counters))/i,
  read: (text) => ({ counters: belowHeads(text, INTERFACE_HEAD, countsOfInterface) }),
  samples: [
    'Tunnel0 is up, line protocol is up\n  Input queue: 0/75/4/0 (size/max/drops/flushes); Total output drops: 12\n     0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored, 0 abort',
  ],
};

function countsOfInterface(text: string): [string, string | undefined][] {
  const [, input, output] = INTERFACE_DROPS.exec(text) ?? [];
  const queues: [string, string | undefined][] = [
    ['input queue drops', input],
    ['output drops', output],
  ];
  return [
    ...(input === undefined ? [] : queues),
    ...[...text.matchAll(INTERFACE_COUNT)].map(([, count, what = '']): [string, string | undefined] => [what, count]),
  ];
}

/** `    Class-map: copp-ike (match-all)` */
export const CLASS_HEAD = /^\s*Class-map: (\S{1,80})/;
/** `            exceeded 9091 packets, 581824 bytes; actions:` */
export const CLASS_COUNT = /^\s*(conformed|exceeded|violated) (\d{1,20}) packets/;

/** `show policy-map control-plane` counts what the control plane was spared: IKE that is policed looks like a dead peer. */
export const policyMapControlPlane: Show = {
  id: 'policy-map-control-plane',
  command: 'show policy-map control-plane',
  names: /^show_policy_map_control_plane/i,
  read: (text) => ({
    counters: belowHeads(text, CLASS_HEAD, (line) => {
      const [, what = '', count] = CLASS_COUNT.exec(line) ?? [];
      return count === undefined ? [] : [[what, count]];
    }),
  }),
  samples: [
    'Class-map: copp-ike (match-all)\n  police:  cir 64000 bps, bc 8000 bytes\n    conformed 1430 packets, 91520 bytes; actions:\n    exceeded 9091 packets, 581824 bytes; actions:',
  ],
};

/** Each count is named after the head above it. */
function belowHeads(text: string, head: RegExp, countsOf: (line: string) => [string, string | undefined][]): Shown<ShownCounter>[] {
  let name: string | undefined;
  return showLines(text).flatMap(({ line, text: content }) => {
    name = head.exec(content)?.[1] ?? name;
    if (name === undefined) return [];
    return countsOf(content).map(([what, count]) => ({ value: { name: `${name} ${what}`, count: Number(count) }, line, text: content }));
  });
}
