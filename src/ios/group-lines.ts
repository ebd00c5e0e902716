/** The lines of a group of HSRP or VRRP besides its state: who else is in it and with what priority, what it follows, and how long it waits. */
import { readAddress } from '../ipsec/address.ts';
import { withoutAbsent } from './show-lines.ts';
import type { ShownRedundancy, ShownTrack } from './shown-redundancy.ts';

/** `  Standby router is 192.0.2.3, priority 90 (expires in 10.624 sec)`, VRRP: `  Master Router is 192.0.2.2 (local), priority is 120` */
export const ROUTER_PRIORITY = /^\s*(Active|Standby|Master) router is \S{2,60}(?: \(local\))?, priority (?:is )?(\d{1,3})\b/i;
/** `… (expires in 10.624 sec)`, `… expires in 00:00:08` before 12.4: what is left until the other one is taken for dead [C] */
export const ROUTER_EXPIRES = /^\s*(Active|Standby) router is .{2,80}\(?expires in (\d{1,5}(?:\.\d{1,6})?) sec/i;
/** `  Priority 110 (configured 110)`, `  Priority 100 (default 100)`, VRRP: `  Priority is 90  (cfgd 110)`, `  Priority is 90 (Configured 110)` */
export const CONFIGURED_PRIORITY = /^\s*Priority (?:is )?\d{1,3}\s{1,4}\((?:configured|default|cfgd) (\d{1,3})\)/i;
/** `    Track object 1 state Up decrement 60`, `    Track object 1 (unknown)`, `    Track interface Dialer0 state Up decrement 10`, VRRP: `    Track object 2 state DOWN shutdown` */
export const TRACKED =
  /^\s*Track (?:object|interface) (\S{1,40})(?:\s+\((unknown)\)|\s+state (\w{1,20}))?(?:\s+(?:decrement (\d{1,3})|(shutdown)))?/i;
/** `  Active virtual MAC address is 0000.0c07.ac01 (MAC In Use)`, VRRP: `  Virtual MAC address is 0000.5E00.0101` */
export const GROUP_MAC = /^\s*(?:Active )?virtual MAC address is ([0-9a-f]{4}(?:\.[0-9a-f]{4}){2})/i;
/** `… is 0000.0c07.ac01 (MAC In Use)`, `… is unknown (MAC Not In Use)` */
export const MAC_IN_USE = /virtual MAC address is .{1,20}\(MAC (Not )?In Use\)/i;
/** `    Secondary virtual IP address 192.0.2.129`, below one of link-local scope `    Virtual IPv6 address 2001:DB8::154/64`; VRRP: `    2001:DB8::154/64` below `  Virtual secondary IP addresses:` */
export const SECONDARY =
  /^\s*(?:Secondary virtual IP address ([0-9A-Fa-f.:]{2,45})|(?:Virtual IPv6 address )?([0-9A-Fa-f.:]{2,45})\/\d{1,3})\s*$/i;
/** `  Preemption enabled, delay min 5 secs, reload 10 secs, sync 20 secs` */
export const PREEMPTION_DELAYS =
  /^\s*Preemption enabled, delay (?:min (\d{1,5}) secs?)?(?:,? ?reload (\d{1,5}) secs?)?(?:,? ?sync (\d{1,5}) secs?)?/i;

export function followGroupLine(group: ShownRedundancy, text: string): void {
  const secondary = SECONDARY.exec(text);
  const address = readAddress(secondary?.[1] ?? secondary?.[2]);
  if (address !== undefined) group.secondaryAddresses = [...(group.secondaryAddresses ?? []), address];
  const track = trackOf(text);
  if (track !== undefined) group.tracked = [...(group.tracked ?? []), track];
  const mac = GROUP_MAC.exec(text)?.[1];
  const used = MAC_IN_USE.exec(text);
  const configuredPriority = numberOf(CONFIGURED_PRIORITY.exec(text)?.[1]);
  const [, minimum, reload, sync] = PREEMPTION_DELAYS.exec(text) ?? [];
  const isMacInUse = used === null ? undefined : used[1] === undefined;
  const [preemptMinimumSeconds, preemptReloadSeconds, preemptSyncSeconds] = [minimum, reload, sync].map(numberOf);
  const delays = { preemptMinimumSeconds, preemptReloadSeconds, preemptSyncSeconds };
  Object.assign(group, withoutAbsent({ mac, isMacInUse, configuredPriority, ...delays, ...routersOf(text) }));
}

/** The master of VRRP is what the active router of HSRP is. */
function routersOf(text: string): Partial<ShownRedundancy> {
  const [, role = '', printed] = ROUTER_PRIORITY.exec(text) ?? [];
  const [, waited = '', left] = ROUTER_EXPIRES.exec(text) ?? [];
  const [priority, seconds] = [numberOf(printed), numberOf(left)];
  return withoutAbsent({
    ...(role.toLowerCase() === 'standby' ? { standbyPriority: priority } : { activePriority: priority }),
    ...(waited.toLowerCase() === 'standby' ? { standbyExpiresSeconds: seconds } : { activeExpiresSeconds: seconds }),
  });
}

function trackOf(text: string): ShownTrack | undefined {
  const [, object, unknown, state, decrement, shutdown] = TRACKED.exec(text) ?? [];
  if (object === undefined) return undefined;
  const known = {
    state: (unknown ?? state)?.toLowerCase(),
    decrement: numberOf(decrement),
    isShutdown: shutdown === undefined ? undefined : true,
  };
  return withoutAbsent({ object, ...known });
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
