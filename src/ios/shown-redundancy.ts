/** What shows say of routers that share an address or take over from each other: groups of HSRP and VRRP, who else is in them, how long they wait. */

import type { Address } from '../ipsec/address.ts';

/** A group of a first-hop redundancy protocol, and what this device is in it. */
export interface ShownRedundancy {
  group: string;
  state: string;
  address?: Address | undefined;
  priority?: number | undefined;
  /** The active or master router, and the one that stands by. */
  active?: Address | 'local' | undefined;
  standby?: Address | 'local' | undefined;
  /** How often its state changed, and when at last. */
  stateChanges?: number | undefined;
  changedSeconds?: number | undefined;
  /** `hsrp-Vl10-1`, by which a crypto map names it. */
  name?: string | undefined;
  isPreempting?: boolean | undefined;
  /** How long it leaves the other one in place: after it came up, after a reload, while it learns. */
  preemptMinimumSeconds?: number | undefined;
  preemptReloadSeconds?: number | undefined;
  preemptSyncSeconds?: number | undefined;
  helloSeconds?: number | undefined;
  holdSeconds?: number | undefined;
  /** What the configuration gives it: what it tracks may take some off. */
  configuredPriority?: number | undefined;
  /** Of the others, and how long until they are taken for dead. */
  activePriority?: number | undefined;
  activeExpiresSeconds?: number | undefined;
  standbyPriority?: number | undefined;
  standbyExpiresSeconds?: number | undefined;
  mac?: string | undefined;
  isMacInUse?: boolean | undefined;
  secondaryAddresses?: Address[] | undefined;
  tracked?: ShownTrack[] | undefined;
}

/** An object or an interface whose state costs a group priority, or stops it. */
export interface ShownTrack {
  object: string;
  /** `up`, `down`, `unknown` */
  state?: string | undefined;
  decrement?: number | undefined;
  /** VRRP: the group stops with it. */
  isShutdown?: boolean | undefined;
}

/** Another router that speaks HSRP on an interface of ours, and what it is in which groups. */
export interface ShownStandbyNeighbor {
  address: Address;
  interface: string;
  activeGroups: number[];
  standbyGroups: number[];
}

/** An address that HSRP shares on an interface. */
export interface ShownSharedAddress {
  address: Address;
  /** `GigabitEthernet0/0 1`, as `ShownRedundancy` names it. */
  group: string;
}

/** How long HSRP waits on an interface that comes up, and after a reload. */
export interface ShownStandbyDelay {
  interface: string;
  minimumSeconds: number;
  reloadSeconds: number;
}
