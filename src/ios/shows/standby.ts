/** The shows of first-hop redundancy: what this device is in its HSRP and VRRP groups; after a failover the new active one knows no SA. */
import { readAddress } from '../../ipsec/address.ts';
import { wholeInterfaceName } from '../interface-name.ts';
import { type ShowLine, showLines } from '../show-lines.ts';
import type { Show, Shown, ShownRedundancy, ShownState } from './show.ts';

/** `FastEthernet0/0.100 - Group 1`, `Ethernet0/1 - Group 1 (version 2)`, `Vlan10 - Group 10 - Address-Family IPv4` */
export const STANDBY_GROUP = /^(\S+) - Group (\d+)/;
/** `  State is Active`, `    State is MASTER` */
export const STANDBY_STATE = /^\s+State is (\w+)/;
/** `  Virtual IP address is 192.0.2.1`, `  Virtual IPv6 address is FE80::1` */
export const STANDBY_ADDRESS = /^\s+Virtual (?:IP|IPv6) address is (\S+)/;
/** `Fa0/0       1    110 P Active  local           192.0.2.3       192.0.2.1`, as `show standby brief` prints it */
export const STANDBY_BRIEF =
  /^ {0,4}([A-Z]\S+)\s+(\d+)\s+\d+\s+(?:P\s+)?(Active|Standby|Speak|Listen|Init|Learn|Disabled)\s+\S+\s+\S+\s+(\S+)/;
/** `Gi0/0/0.100  1  100  Standby`: a long line is wrapped after any of its columns */
export const STANDBY_HEAD = /^(\S+)\s+(\d+)\s+\d+(?:\s+P)?\s*(?:(?:Active|Standby|Speak|Listen|Init|Learn|Disabled)\b.*)?$/;
/** `GigabitEthernet0/0/0.100`: a name that leaves no room for the rest, which follows below */
export const NAME_ALONE = /^[A-Z][A-Za-z-]{1,30}\d[\d/.:]{0,20}$/;
/** `Vl1                1 100 3609       P Backup  192.0.2.2       192.0.2.1`, `Gi1/0/1.10        10 IPv4 100 0   Y  Y MASTER 192.0.2.1 192.0.2.1(local)` [C show vrrp brief, both forms] */
export const VRRP_BRIEF =
  /^ {0,4}([A-Z]\S+)\s+(\d+)\s+(?:(?:A-F|IPv[46])\s+)?\d+\s+\d+(?:\s+[YN])?(?:\s+[YNP])?\s+(Master|Backup|Init|MASTER|BACKUP|INIT)\s+(\S+)(?:\s+(\S+))?/;
/** The header tells the newer form, in which the virtual address is last in both. */
const FOUND = [STANDBY_BRIEF, VRRP_BRIEF] as const;

export const standby: Show = {
  id: 'standby',
  command: 'show standby',
  names: /^show_(?:standby|vrrp)/i,
  read(text): ShownState {
    const redundancy: Shown<ShownRedundancy>[] = [];
    for (const line of unwrapped(showLines(text))) follow(line, redundancy);
    return { redundancy };
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

/** A name that takes the whole line, or a row that ends early, goes on in the indented line below. */
function unwrapped(lines: readonly ShowLine[]): Wrapped[] {
  return lines.map(({ line, text }, index) => {
    const next = lines[index + 1]?.text ?? '';
    const isCut = NAME_ALONE.test(text) || (STANDBY_HEAD.test(text) && !FOUND.some((pattern) => pattern.test(text)));
    return { line, text, whole: isCut && /^\s+\S/.test(next) ? `${text} ${next.trim()}` : text };
  });
}

function follow({ line, text, whole }: Wrapped, groups: Shown<ShownRedundancy>[]): void {
  const brief = STANDBY_BRIEF.exec(whole) ?? VRRP_BRIEF.exec(whole);
  if (brief !== null) {
    const [, name = '', group, state = '', first, second] = brief;
    const address = readAddress((second ?? first)?.replace(/\(.*$/, ''));
    groups.push({ value: { group: `${wholeInterfaceName(name)} ${group}`, state: inWords(state), address }, line, text });
  }
  const head = STANDBY_GROUP.exec(text);
  if (head !== null) groups.push({ value: { group: `${head[1]} ${head[2]}`, state: 'unknown' }, line, text });
  const last = groups.at(-1)?.value;
  if (last === undefined || brief !== null) return;
  last.state = inWords(STANDBY_STATE.exec(text)?.[1] ?? last.state);
  last.address ??= readAddress(STANDBY_ADDRESS.exec(text)?.[1]);
}

/** `MASTER` and `Master` are one word. */
function inWords(state: string): string {
  return /^[A-Z]+$/.test(state) ? `${state.charAt(0)}${state.slice(1).toLowerCase()}` : state;
}
