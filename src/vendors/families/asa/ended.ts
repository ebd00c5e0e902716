/** The end of a connection of an ASA: the line that gives its reason tells of the SAs that went with it, before the line or behind it. */
import type { LogSession } from '../../../ios/log/session.ts';
import { type Address, isSameAddress, readAddress } from '../../../ipsec/address.ts';
import type { ChildSaEvent, Event } from '../../../ipsec/event.ts';
import { parseHexSpi } from '../../../ipsec/spi.ts';
import type { Said } from '../../said.ts';

/** The reason that 713050 and 713259 give when the peer's DELETE came. [C] Cisco Secure Firewall ASA Series Syslog Messages */
const BY_PEER = /\bReason: Peer Terminate\b/;
/** `Reason: IPSec SA Idle Timeout` of 713050, `Reason: Idle Timeout` of 113019 and 713259, `Reason: idle timeout` of 750007 [C] the same */
const BY_IDLE = /\bIdle Timeout\b/i;
/** Of an IPsec tunnel 713050 tells, not of its IKE SA, where the reason names the SA. [C] the same: "An IPsec tunnel has been terminated" */
export const OF_IPSEC_SA = /^Connection terminated .*\bReason: IPSec SA Idle Timeout\b/i;
/** `Session disconnected. Session Type: LAN-to-LAN, Duration: 0h:13m:20s, Bytes xmt: 0, Bytes rcv: 0, Reason: Idle Timeout`: of IKEv1 and of IKEv2 */
export const DISCONNECTED = /-113019: .{0,200}\bIP = (\S{1,45}), Session disconnected\. .{0,160}, (Reason: .{1,80})/;
const IDLE_REASON = 'IPSec SA Idle Timeout';
/** The SAs go with the line that says why, in stamps of seconds. [L] */
const WITH_SA_MS = 1000;

class Ended {
  /** The last connection that ended for a reason that tells of its SAs, and when. */
  last: { remote: Address | undefined; at: number | null; reason: string } | undefined;
}

/** Takes what the line says for the SAs that stand before it, and keeps it for those that come behind it. */
export function tellEnd({ entry, session }: Said, remote: Address | undefined, reason = ''): void {
  const end = { remote, at: session.base(entry).at, reason };
  session.memory(Ended).last = end;
  if (!BY_IDLE.test(reason) || end.at === null) return;
  for (let at = session.events.length - 1; at >= 0; at -= 1) {
    const event = session.events[at];
    if (event === undefined || !isAtOnce(event.at, end.at)) return;
    if (isGoneOf(event, remote)) event.reason ??= IDLE_REASON;
  }
}

/** Why an SA of this peer went that the record tells of now. */
export function reasonOfEnd(printed: string | undefined, { entry, session }: Said): string | undefined {
  const end = endWith(printed, session, session.base(entry).at);
  return end !== undefined && BY_IDLE.test(end.reason) ? IDLE_REASON : undefined;
}

/** The peer's DELETE names the SA by which the peer received: the outbound one that goes with it. [C RFC 2408 3.15] */
export function tellDelete(spi: string, printed: string | undefined, { entry, session }: Said): void {
  const base = session.base(entry);
  const end = endWith(printed, session, base.at);
  if (end === undefined || !BY_PEER.test(end.reason)) return;
  session.emit({ kind: 'delete', version: 1, change: 'received', what: 'child-sa', spi: parseHexSpi(spi), remote: end.remote, ...base });
}

function endWith(printed: string | undefined, session: LogSession, at: number | null): Ended['last'] {
  const { last } = session.memory(Ended);
  return last !== undefined && isSameAddress(last.remote, readAddress(printed)) && isAtOnce(at, last.at) ? last : undefined;
}

function isGoneOf(event: Event, remote: Address | undefined): event is ChildSaEvent {
  return event.kind === 'child-sa' && event.change === 'deleted' && isSameAddress(event.remote, remote);
}

function isAtOnce(at: number | null, other: number | null): boolean {
  return Math.abs((at ?? 0) - (other ?? 0)) <= WITH_SA_MS;
}
