/** The shows of HSRP that say nothing of a group's state: who else speaks it, which addresses are shared, and how long it waits. */
import { readAddress } from '../../ipsec/address.ts';
import { wholeInterfaceName } from '../interface-name.ts';
import { allShown, type ShowLine, showLines } from '../show-lines.ts';
import type { ShownSharedAddress, ShownStandbyDelay, ShownStandbyNeighbor } from '../shown-redundancy.ts';
import type { Show, Shown, ShownState } from './show.ts';

/** `HSRP neighbors on FastEthernet0/0` [C] show standby neighbors */
export const NEIGHBORS_ON = /^\s*HSRP neighbors on ([A-Z]\S{1,40})/;
/** `  192.0.2.3`, alone on its line */
export const NEIGHBOR = /^\s*([0-9A-Fa-f.:]{2,45})\s*$/;
/** `    Active groups: 5, 8`, `    Standby groups: 1`, `    No active groups` */
export const NEIGHBOR_GROUPS = /^\s*(Active|Standby) groups: (\d{1,4}(?:,? {0,3}\d{1,4}){0,255})/;

/** `show standby neighbors` says which other router stands by or is active on our interfaces. */
export const standbyNeighbors: Show = {
  id: 'standby-neighbors',
  command: 'show standby neighbors',
  names: /^show_standby_neighbor/i,
  read(text): ShownState {
    const neighbors: Shown<ShownStandbyNeighbor>[] = [];
    let on: string | undefined;
    for (const line of showLines(text)) {
      on = NEIGHBORS_ON.exec(line.text)?.[1] ?? on;
      if (on !== undefined) followNeighbor(line, wholeInterfaceName(on), neighbors);
    }
    return { standbyNeighbors: neighbors };
  },
  samples: [
    'HSRP neighbors on FastEthernet0/0\n  192.0.2.3\n    No active groups\n    Standby groups: 1\n  192.0.2.4\n    Active groups: 5, 8\n    No standby groups',
  ],
};

function followNeighbor({ line, text }: ShowLine, name: string, neighbors: Shown<ShownStandbyNeighbor>[]): void {
  const address = readAddress(NEIGHBOR.exec(text)?.[1]);
  if (address !== undefined) neighbors.push({ value: { address, interface: name, activeGroups: [], standbyGroups: [] }, line, text });
  const [, role, groups = ''] = NEIGHBOR_GROUPS.exec(text) ?? [];
  const last = neighbors.at(-1)?.value;
  if (role !== undefined) last?.[role === 'Active' ? 'activeGroups' : 'standbyGroups'].push(...(groups.match(/\d+/g) ?? []).map(Number));
}

/** `103 192.0.2.1                        Gi1/0/1    Grp 1`, below `HSRP virtual IP Hash Table (global)` [C] genieparser, `ShowStandbyInternal` */
export const SHARED_ADDRESS_ROW = /^\s*\d{1,5}\s+([0-9A-Fa-f.:]{2,45})\s+([A-Z]\S{1,40})\s+Grp (\d{1,4})\s*$/;

/** `show standby internal` lists every address that HSRP shares, whatever the state of its group. */
export const standbyInternal: Show = {
  id: 'standby-internal',
  command: 'show standby internal',
  names: /^show_standby_internal/i,
  read: (text) => ({ sharedAddresses: allShown(showLines(text), SHARED_ADDRESS_ROW, sharedOf) }),
  samples: [
    'HSRP common process running\n  MsgQ size 0, max 3\nHSRP virtual IP Hash Table (global)\n103 192.0.2.1                        Gi0/0      Grp 1\n\nHSRP MAC Address Table\n169 Gi0/0 0000.0c07.ac01\n    Gi0/0 Grp 1',
  ],
};

function sharedOf([, printed, name = '', group]: RegExpExecArray): ShownSharedAddress | undefined {
  const address = readAddress(printed);
  return address === undefined ? undefined : { address, group: `${wholeInterfaceName(name)} ${group}` };
}

/** `GigabitEthernet1   99      888`, below `Interface          Minimum Reload ` [C] */
export const STANDBY_DELAY = /^\s*([A-Z][A-Za-z-]{1,30}\d[\d/.:]{0,20})\s+(\d{1,5})\s+(\d{1,5})\s*$/;

/** `show standby delay` says how long HSRP waits after a reload: until then the other router stays active. */
export const standbyDelay: Show = {
  id: 'standby-delay',
  command: 'show standby delay',
  names: /^show_standby_delay/i,
  read: (text) => ({ standbyDelays: allShown(showLines(text), STANDBY_DELAY, delayOf) }),
  samples: ['Interface          Minimum Reload \nGigabitEthernet0/0 30      180'],
};

function delayOf([, name = '', minimum, reload]: RegExpExecArray): ShownStandbyDelay {
  return { interface: wholeInterfaceName(name), minimumSeconds: Number(minimum), reloadSeconds: Number(reload) };
}
