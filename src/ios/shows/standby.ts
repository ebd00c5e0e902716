/** `show standby` says what this device is in its HSRP groups; after a failover the new active one knows no SA. */
import { readAddress } from '../../ipsec/address.ts';
import { type ShowLine, showLines } from '../show-lines.ts';
import type { Show, Shown, ShownRedundancy, ShownState } from './show.ts';

/** `FastEthernet0/0.100 - Group 1`, `Ethernet0/1 - Group 1 (version 2)` */
export const STANDBY_GROUP = /^(\S+) - Group (\d+)/;
/** `  State is Active` */
export const STANDBY_STATE = /^\s+State is (\w+)/;
/** `  Virtual IP address is 192.0.2.1` */
export const STANDBY_ADDRESS = /^\s+Virtual IP address is (\S+)/;
/** `Fa0/0       1    110 P Active  local           192.0.2.3       192.0.2.1`, as `show standby brief` prints it */
export const STANDBY_BRIEF = /^(\S+)\s+(\d+)\s+\d+\s+(?:P\s+)?(Active|Standby|Speak|Listen|Init|Learn)\s+\S+\s+\S+\s+(\S+)/;

export const standby: Show = {
  id: 'standby',
  command: 'show standby',
  names: /^show_(?:standby|vrrp)/i,
  read(text): ShownState {
    const redundancy: Shown<ShownRedundancy>[] = [];
    for (const line of showLines(text)) follow(line, redundancy);
    return { redundancy };
  },
  samples: [
    'FastEthernet0/0.100 - Group 1\n  State is Active\n    2 state changes, last state change 00:00:11\n  Virtual IP address is 192.0.2.1',
  ],
};

function follow({ line, text }: ShowLine, groups: Shown<ShownRedundancy>[]): void {
  const brief = STANDBY_BRIEF.exec(text);
  if (brief !== null)
    groups.push({ value: { group: `${brief[1]} ${brief[2]}`, state: brief[3] ?? '', address: readAddress(brief[4]) }, line, text });
  const head = STANDBY_GROUP.exec(text);
  if (head !== null) groups.push({ value: { group: `${head[1]} ${head[2]}`, state: 'unknown' }, line, text });
  const last = groups.at(-1)?.value;
  if (last === undefined) return;
  last.state = STANDBY_STATE.exec(text)?.[1] ?? last.state;
  last.address ??= readAddress(STANDBY_ADDRESS.exec(text)?.[1]);
}
