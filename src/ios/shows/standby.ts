/** The shows of redundancy: what this device is in its HSRP and VRRP groups, and whether its second route processor took over; what takes over may know no SA. */
import { readAddress } from '../../ipsec/address.ts';
import { followGroupLine } from '../group-lines.ts';
import { wholeInterfaceName } from '../interface-name.ts';
import { findShown, type ShowLine, secondsShown, showLines } from '../show-lines.ts';
import type { ShownRedundancy } from '../shown-redundancy.ts';
import type { Show, Shown, ShownState } from './show.ts';

/** `FastEthernet0/0.100 - Group 1`, `Ethernet0/1 - Group 1 (version 2)`, `Vlan10 - Group 10 - Address-Family IPv4` */
export const STANDBY_GROUP = /^\s*(\S+) - Group (\d+)/;
/** `  State is Active`, `    State is MASTER`; before 12.3 `  Local state is Standby, priority 105, may preempt` [C] */
export const STANDBY_STATE = /^\s*(?:Local )?[Ss]tate is (\w+)(?:, priority (\d{1,3}))?/;
/** `  Virtual IP address is 192.0.2.1`, `  Virtual IPv6 address is FE80::1`, `  Link-Local Virtual IPv6 address is FE80::5:73FF:FEA0:A (impl auto EUI64)` [C genieparser]; at first `  Hot standby IP address is 192.0.2.1 configured` [C] */
export const STANDBY_ADDRESS = /^\s*(?:(?:Link-Local )?Virtual (?:IP|IPv6)|Hot standby IP) address is (\S+)/;
/** `  Priority 110 (configured 110)`, VRRP: `  Priority is 90  (cfgd 110)` */
export const STANDBY_PRIORITY = /^\s*Priority (?:is )?(\d{1,3})\b/;
/** `  Active router is local`, `  Standby router is 192.0.2.3, priority 90 (expires in 10.624 sec)`, VRRP: `  Master Router is 192.0.2.2 (local), priority is 120` */
export const STANDBY_ROUTER = /^\s*(Active|Standby|Master) [Rr]outer is ([^\s,]{2,45})/;
/** `Fa0/0       1    110 P Active  local           192.0.2.3       192.0.2.1`, as `show standby brief` prints it */
export const STANDBY_BRIEF =
  /^\s{0,16}(?<name>[A-Z]\S+)\s+(?<group>\d+)\s+(?<priority>\d+)\s+(?:(?<preempts>P)\s+)?(?<state>Active|Standby|Speak|Listen|Init|Learn|Disabled)\s+(?<active>\S+)\s+(?<standby>\S+)\s+(?<address>\S+)/;
/** `Gi0/0/0.100  1  100  Standby`: a long line is wrapped after any of its columns */
export const STANDBY_HEAD = /^\s{0,16}([A-Z]\S+)\s+(\d+)\s+\d+(?:\s+P)?\s*(?:(?:Active|Standby|Speak|Listen|Init|Learn|Disabled)\b.*)?$/;
/** `GigabitEthernet0/0/0.100`: a name that leaves no room for the rest, which follows below */
export const NAME_ALONE = /^\s{0,16}[A-Z][A-Za-z-]{1,30}\d[\d/.:]{0,20}$/;
/** `Vl1                1 100 3609       P Backup  192.0.2.2       192.0.2.1`, `Gi1/0/1.10        10 IPv4 100 0   Y  Y MASTER 192.0.2.1 192.0.2.1(local)` [C show vrrp brief, both forms]; a blank under `Own` or `Pre` is no, and a letter alone stands under `Own` when few blanks lead to it. `Time` is the master's silence, in ms, after which a backup takes over: 3 advertisements and (256 - priority) / 256 of one [C RFC 5798 6.1] */
export const VRRP_BRIEF =
  /^\s{0,16}(?<name>[A-Z]\S+)\s+(?<group>\d+)\s+(?:(?:A-F|IPv[46])\s+)?(?<priority>\d+)\s+(?<down>\d+)(?:\s{1,4}(?<owns>[YN]))?(?:\s+(?<preempts>[YNP]))?\s+(?<state>Master|Backup|Init|MASTER|BACKUP|INIT)\s+(?<active>\S+)(?:\s+(?<address>\S+))?/;
/** `    2 state changes, last state change 1y47w`, `    1 state change, last state change 00:00:08` */
export const STANDBY_CHANGES = /^\s*(\d{1,9}) state changes?, last state change (\S{1,20})/;
/** `  Group name is "hsrp-Vl10-1" (default)`, `  Group name is HA` */
export const STANDBY_NAME = /^\s*(?:IP redundancy name|Group name) is "?([^\s"]{1,80})/i;
/** `  Hello time 3 sec, hold time 10 sec`, `  Hello time 250 msec, hold time 750 msec`; at first `Hellotime 3 holdtime 10` [C] */
export const STANDBY_TIMERS = /^\s*Hello ?time (\d{1,6})( msec)?(?: sec)?,? hold ?time (\d{1,6})( msec)?/i;
/** `  Preemption enabled, delay min 180 secs`, `  Preemption disabled` */
export const PREEMPTION = /^\s*Preemption (enabled|disabled)/i;
/** VRRP: `  Advertisement interval is 1.000 sec`, `  Advertisement interval is 1000 msec`; a backup takes over after `  Master Down interval is 3.531 sec` of silence [C RFC 5798 6.1] */
export const VRRP_INTERVAL = /^\s*(Advertisement|Master Down) interval is (\d{1,7}(?:\.\d{1,6})?) (m?)sec/i;
/** VRRP: `  State duration 8 mins 40.213 secs`, `  State duration 49.507 secs` */
export const VRRP_DURATION = /^\s*State duration (\d.{0,60}?)\s*$/i;
const FOUND = [STANDBY_BRIEF, VRRP_BRIEF] as const;

export const standby: Show = {
  id: 'standby',
  command: 'show standby',
  others: ['show vrrp'],
  // The others say nothing of a group's state: `standby-around.ts` has those that are read.
  names: /^show_(?:standby(?!_(?:neighbor|internal|delay|capabilit|arp|redirect))|vrrp)/i,
  read(text): ShownState {
    const redundancy: Shown<ShownRedundancy>[] = [];
    for (const line of unwrapped(showLines(text))) follow(line, redundancy);
    return redundancy.length === 0 ? {} : { redundancy };
  },
  samples: [
    'FastEthernet0/0.100 - Group 1\n  State is Active\n    2 state changes, last state change 00:00:11\n  Virtual IP address is 192.0.2.1',
    'Vl1                1 100 3609       P Backup  192.0.2.2       192.0.2.1',
  ],
};

interface Wrapped extends ShowLine {
  /** With what was wrapped off behind it. */
  whole: string;
}

/** A name that takes the whole line, or a row that ends early, goes on in the indented lines below: more than one where both other routers have long addresses. */
function unwrapped(lines: readonly ShowLine[]): Wrapped[] {
  return lines.map((each, index) => ({ ...each, whole: wholeRow(each.text, lines.slice(index + 1, index + 4)) }));
}

function wholeRow(text: string, below: readonly ShowLine[]): string {
  if (!NAME_ALONE.test(text) && !STANDBY_HEAD.test(text)) return text;
  let whole = text;
  for (const { text: next } of below) {
    if (FOUND.some((pattern) => pattern.test(whole)) || !/^\s+\S/.test(next)) break;
    whole = `${whole} ${next.trim()}`;
  }
  return whole;
}

function follow({ line, text, whole }: Wrapped, groups: Shown<ShownRedundancy>[]): void {
  const brief = (STANDBY_BRIEF.exec(whole) ?? VRRP_BRIEF.exec(whole))?.groups;
  if (brief !== undefined) groups.push({ value: briefOf(brief), line, text });
  const head = STANDBY_GROUP.exec(text);
  if (head !== null) groups.push({ value: { group: `${wholeInterfaceName(head[1] ?? '')} ${head[2]}`, state: 'unknown' }, line, text });
  const last = groups.at(-1)?.value;
  if (last === undefined || brief !== undefined) return;
  const [, state, ownPriority] = STANDBY_STATE.exec(text) ?? [];
  last.state = inWords(state ?? last.state);
  last.address ??= readAddress(STANDBY_ADDRESS.exec(text)?.[1]);
  const priority = STANDBY_PRIORITY.exec(text)?.[1] ?? ownPriority;
  if (priority !== undefined) last.priority = Number(priority);
  const [, role, router] = STANDBY_ROUTER.exec(text) ?? [];
  const found = routerOf(router);
  if (found !== undefined) last[role === 'Standby' ? 'standby' : 'active'] = found;
  followHabits(last, text);
  followIntervals(last, text);
  followGroupLine(last, text);
}

/** `8 mins 40.213 secs`, `2 hours 3 mins 1.5 secs`, `1 day 2 hours` */
function durationOf(words: string | undefined): number | undefined {
  const parts = [...(words ?? '').matchAll(DURATION_PART)];
  return parts.length === 0 ? undefined : parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (SECONDS[unit] ?? 0), 0);
}

const DURATION_PART = /(?<![\d.])(\d{1,6}(?:\.\d{1,6})?) (week|day|hour|min|sec)(?:ute|ond)?s?\b/g;
const SECONDS: Record<string, number> = { week: 604_800, day: 86_400, hour: 3600, min: 60, sec: 1 };

/** VRRP has an interval where HSRP has hellos. */
function followIntervals(group: ShownRedundancy, text: string): void {
  const [, which = '', count, milli] = VRRP_INTERVAL.exec(text) ?? [];
  const seconds = inSeconds(count, milli === '' ? undefined : milli);
  if (count !== undefined) group[which.toLowerCase() === 'advertisement' ? 'helloSeconds' : 'holdSeconds'] = seconds;
  const since = durationOf(VRRP_DURATION.exec(text)?.[1]);
  if (since !== undefined) group.changedSeconds = since;
}

/** How often it changed, and by which timers it would. */
function followHabits(group: ShownRedundancy, text: string): void {
  const [, changes, since = ''] = STANDBY_CHANGES.exec(text) ?? [];
  if (changes !== undefined) Object.assign(group, { stateChanges: Number(changes), changedSeconds: secondsShown(since) });
  const name = STANDBY_NAME.exec(text)?.[1];
  if (name !== undefined) group.name = name;
  const preempts = PREEMPTION.exec(text)?.[1];
  if (preempts !== undefined) group.isPreempting = preempts.toLowerCase() === 'enabled';
  const [, hello, helloUnit, hold, holdUnit] = STANDBY_TIMERS.exec(text) ?? [];
  if (hello !== undefined) Object.assign(group, { helloSeconds: inSeconds(hello, helloUnit), holdSeconds: inSeconds(hold, holdUnit) });
}

function inSeconds(count: string | undefined, milli: string | undefined): number {
  return Number(count) / (milli === undefined ? 1 : MS_PER_SECOND);
}

const MS_PER_SECOND = 1000;

/** The older form of VRRP alone has one address, which is the master's and the group's. */
function briefOf({
  name = '',
  group,
  priority,
  state = '',
  active,
  standby,
  address,
  preempts,
  down,
}: Record<string, string | undefined>): ShownRedundancy {
  const routers = { active: routerOf(active), standby: routerOf(standby) };
  // The newer form prints 0 on the master, which waits for nobody.
  const holdSeconds = down === undefined || Number(down) === 0 ? undefined : Number(down) / MS_PER_SECOND;
  return {
    group: `${wholeInterfaceName(name)} ${group}`,
    state: inWords(state),
    address: readAddress((address ?? active)?.replace(/\(.*$/, '')),
    priority: Number(priority),
    ...(routers.active === undefined ? {} : { active: routers.active }),
    ...(routers.standby === undefined ? {} : { standby: routers.standby }),
    isPreempting: preempts !== undefined && preempts !== 'N',
    ...(holdSeconds === undefined ? {} : { holdSeconds }),
  };
}

/** `local`, `192.0.2.2`, `192.0.2.2(local)`; `unknown` is nobody. */
function routerOf(text: string | undefined): ShownRedundancy['active'] {
  return text === 'local' ? text : readAddress(text?.replace(/\(.*$/, ''));
}

/** `MASTER` and `Master` are one word. */
function inWords(state: string): string {
  return /^[A-Z]+$/.test(state) ? `${state.charAt(0)}${state.slice(1).toLowerCase()}` : state;
}

/** `Switchovers system experienced = 1` [C] show redundancy */
export const SWITCHOVERS = /^\s*Switchovers system experienced\s{0,8}= (\d{1,9})/;
/** `        Last switchover reason = user initiated`; `none` before the first */
export const SWITCHOVER_REASON = /^\s*Last switchover reason\s{0,8}= (\S.{0,120}?)\s*$/;

/** `show redundancy` says whether one route processor took over from the other. */
export const redundancy: Show = {
  id: 'redundancy',
  command: 'show redundancy',
  names: /^show_redundancy/i,
  read(text): ShownState {
    const lines = showLines(text);
    return {
      switchovers: findShown(lines, SWITCHOVERS, ([, count]) => Number(count)),
      lastSwitchover: findShown(lines, SWITCHOVER_REASON, ([, reason]) => reason),
    };
  },
  samples: [
    'Redundant System Information :\n       Available system uptime = 2 days, 2 hours, 39 minutes\nSwitchovers system experienced = 1\n        Last switchover reason = user initiated',
  ],
};
