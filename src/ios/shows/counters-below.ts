/** The shows that count below a head: what an interface lost, what is policed of a class, what a pool of NAT had no address for. */
import { showLines, shownEach } from '../show-lines.ts';
import { shownCounters } from './counters.ts';
import type { Show, Shown, ShownCounter } from './show.ts';

/** `Total active translations: 3 (1 static, 2 dynamic; 2 extended)` [C] */
export const NAT_KINDS = /^\s*Total active translations: \d{1,12} \((?<figures>[^()]{1,100})\)/;
/** `1 static`, `2 dynamic` */
const NAT_KIND = /(\d{1,12}) (static|dynamic|extended)\b/g;
/** ` pool OUTSIDE: netmask 255.255.255.252`, ` pool OUTSIDE: id 1, netmask …`: `type generic, total addresses 2, allocated 1 (50%), misses 4` stands below it, and counts for whom the pool had no address left [C] */
export const NAT_POOL = /^\s*pool (\S{1,80}): (?:id \d{1,9}, )?netmask /;
export const NAT_POOL_COUNTS = /^\s*type \S.{0,30}, total addresses (\d{1,12}), allocated (\d{1,12}) \(\d{1,3}%\), misses (\d{1,12})/;

function natKinds(text: string): Shown<ShownCounter>[] {
  return shownEach(text, NAT_KINDS, ({ figures = '' }) => [...figures.matchAll(NAT_KIND)]).flatMap(({ value, ...place }) =>
    value.map(([, count, kind = '']) => ({ value: { name: `Total active translations, ${kind}`, count: Number(count) }, ...place })),
  );
}

function poolCounts(line: string): [string, string | undefined][] {
  const [, total, allocated, misses] = NAT_POOL_COUNTS.exec(line) ?? [];
  if (total === undefined) return [];
  return [
    ['total addresses', total],
    ['allocated', allocated],
    ['misses', misses],
  ];
}

/** `show ip nat statistics` counts translations, and those that could not be made. */
export const ipNatStatistics: Show = {
  id: 'ip-nat-statistics',
  command: 'show ip nat statistics',
  names: /^show_ip_nat_stat/i,
  read: (text) => ({ counters: [...shownCounters(text), ...natKinds(text), ...belowHeads(text, NAT_POOL, poolCounts)] }),
  samples: [
    'Total active translations: 3 (0 static, 3 dynamic; 3 extended)\nHits: 3358708  Misses: 11050\nExpired translations: 11013',
    ' pool OUTSIDE: netmask 255.255.255.252\n    type generic, total addresses 2, allocated 2 (100%), misses 4',
  ],
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
