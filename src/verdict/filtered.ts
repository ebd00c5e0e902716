/** Filtered: IKE of the other end of which a router's own log says that a list, or a zone pair, of that router dropped it. */
import { isSameAddress } from '../ipsec/address.ts';
import type { SyslogEvent } from '../ipsec/event.ts';
import { other, type Side } from '../ipsec/side.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { apart, isBefore } from './apart.ts';
import { anyOf } from './clues.ts';
import { endingOf } from './ending.ts';
import type { Scene } from './scene.ts';

export interface Filter {
  side: Side;
  /** `list OUTSIDE-IN`, `zone pair OUT-SELF` */
  by: string;
  line: TimedEvent & SyslogEvent;
}

/** `list OUTSIDE-IN denied udp 198.51.100.2(500) -> 192.0.2.1(500), 1 packet`, of SEC-6-IPACCESSLOGP and IPV6_ACL-6-ACCESSLOGP; with `log-input` an interface stands before the arrow. [C Cisco IOS system message guide] */
const DENIED = /^list (?<list>\S+) denied udp (?<from>[\da-f.:]+)\((?<port>\d+)\) (?:\([^)]*\) )?-> (?<to>[\da-f.:]+)\((?<toPort>\d+)\)/i;
/** `Dropping udp session 198.51.100.2:500 192.0.2.1:500 on zone-pair OUT-SELF class class-default due to …`, of FW-6-DROP_PKT [C for this form] */
const DROPPED = /^Dropping udp session (?<from>[\d.]+):(?<port>\d+) (?<to>[\d.]+):(?<toPort>\d+) on zone-pair (?<pair>\S+)/i;

/** A list tells of its first packet at once, and of what followed every five minutes. [C Cisco, access-list logging] */
const SUMMARY_MS = 300_000;
const IKE_PORTS = new Set(['500', '4500']);

/** What the router at `side` dropped of the other's IKE around the end of X, the last line of it before the last message; undefined where IKE of the other came through since. */
export function filteredAt(scene: Scene, side: Side): Filter | undefined {
  const [first, last] = [scene.logs[0], scene.logs.at(-1)];
  if (last === undefined) return undefined;
  const since = endingOf(scene)?.event ?? first;
  const line = anyOf(scene, side, 'syslog', isDrop).findLast((event) => {
    const gap = apart(since, event);
    const isNear = gap !== undefined && gap.mostMs >= -SUMMARY_MS && isBefore(last, event) !== 'yes';
    return isNear && isOfTunnel(scene, side, event.message);
  });
  if (line === undefined || cameThrough(scene, side, line, last)) return undefined;
  const { list, pair } = dropIn(line.message) ?? {};
  return { side, by: list === undefined ? `zone pair ${pair}` : `list ${list}`, line };
}

const isDrop = ({ message }: SyslogEvent) => dropIn(message) !== undefined;

function dropIn(message: string) {
  return (DENIED.exec(message) ?? DROPPED.exec(message))?.groups;
}

function isOfTunnel({ timeline: { tunnel } }: Scene, side: Side, message: string): boolean {
  const drop = dropIn(message);
  const isOf = (end: Side, address: string | undefined) =>
    [tunnel[end].address, tunnel[end].natAddress].some((each) => isSameAddress(each, address));
  const isIke = IKE_PORTS.has(drop?.['toPort'] ?? '');
  return isIke && isOf(other(side), drop?.['from']) && isOf(side, drop?.['to']);
}

/** Behind the drop, and before the last message: then the list no longer stood in the way. */
function cameThrough(scene: Scene, side: Side, line: TimedEvent, last: TimedEvent): boolean {
  return anyOf(scene, side, 'message').some(
    (event) => event.direction === 'received' && event.ref > line.ref && isBefore(event, last) === 'yes',
  );
}
