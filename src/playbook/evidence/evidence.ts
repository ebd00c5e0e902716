/** An evidence set is what to ask of a router about one subject, narrowed to the peer where its command can be. */
import type { PlatformId } from '../../ios/platforms/index.ts';

/** What is known of a router and its tunnel when a set is chosen and its commands are made. */
export interface Scene {
  local: string;
  /** Undefined where the peer's address changes: nothing can be narrowed to it. */
  remote: string | undefined;
  platform: PlatformId;
  /** The versions of IKE that the tunnel may speak. */
  ike: readonly (1 | 2)[];
  /** The front VRF, in which the peer's address lies. */
  frontVrf?: string | undefined;
  /** The inner VRF, that of the traffic. */
  vrf?: string | undefined;
  /** The tunnel's own interface. */
  interface?: string | undefined;
  /** True when it has so many peers that a whole table takes long. */
  isHub: boolean;
  /** True when NHRP brings peers. */
  isMultipoint: boolean;
  /** True when its address is shared with another router, by HSRP or VRRP. */
  isShared: boolean;
  /** True when one of the two ends is behind a NAT. */
  isBehindNat: boolean;
}

export interface Asked {
  command: string;
  /** `table`: lists every peer of a router, and takes longer on a hub; `optional`: not every release or router knows it, and its absence says nothing. */
  is?: 'table' | 'optional' | undefined;
}

export interface Evidence {
  id: string;
  title: string;
  /** Whether `auto` takes it. */
  isFor(scene: Scene): boolean;
  asks(scene: Scene): Asked[];
}
