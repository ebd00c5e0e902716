/** What shows say of GETVPN: a group and its keys on a member or a key server, the key servers among themselves, and the traffic that the group protects. */

import type { Address } from '../ipsec/address.ts';
import type { EspSpi } from '../ipsec/spi.ts';

/** What a GETVPN member holds of its group. */
export interface ShownGroup {
  name: string;
  /** The group's number: `1234`. */
  identity?: number | undefined;
  /** `SA created`, `Registered`, `Not registered` */
  status?: string | undefined;
  keyServer?: Address | undefined;
  /** The member itself: on a key server there is one entry each. */
  member?: Address | undefined;
  /** Of GDOI on the member: `1.0.26` */
  version?: string | undefined;
  reregisterSeconds?: number | undefined;
  /** What is left of the key by which keys are changed. */
  kekSeconds?: number | undefined;
  /** Of the group's SAs: the same for every member, in either direction. [C RFC 6407] */
  spis?: EspSpi[] | undefined;
  /** What is left of each of them, in their order. */
  spiSeconds?: number[] | undefined;
  /** Of a member: how often it asked to be registered, how often it was, and the rekeys that came, from whom and when at last. */
  registrationsTried?: number | undefined;
  registrations?: number | undefined;
  rekeysReceived?: number | undefined;
  rekeyAcksSent?: number | undefined;
  lastRekeyFrom?: Address | undefined;
  lastRekeySequence?: number | undefined;
  rekeyedSeconds?: number | undefined;
  /** What the key server sent this member, and what came back. */
  rekeysSent?: number | undefined;
  rekeyRetries?: number | undefined;
  rekeyAcksReceived?: number | undefined;
  rekeyAcksMissed?: number | undefined;
}

/** One of the key servers that serve a group together. */
export interface ShownKeyServer {
  group: string;
  isLocal: boolean;
  address?: Address | undefined;
  priority?: number | undefined;
  /** `Primary`, `Secondary` */
  role?: string | undefined;
  /** `Alive`, `Dead`, `Unknown` */
  status?: string | undefined;
  version?: string | undefined;
  /** Of a peer, `Established` */
  ikeStatus?: string | undefined;
}

/** Which traffic of a group is protected, and who says so. */
export interface ShownGroupRules {
  group: string;
  /** Sent by the key server, kept by the member itself, or configured on the key server. */
  from: 'downloaded' | 'local' | 'configured';
  keyServer?: Address | undefined;
  /** Without the word `access-list`: `GETVPN-ACL permit ip 10.1.0.0 0.0.255.255 any` */
  rules: string[];
}

/** Traffic for which `show crypto gdoi ipsec sa` has an SA of the group. */
export interface ShownGroupSelectors {
  group: string;
  interface?: string | undefined;
  /** `ip`, `udp`, `ospf` */
  protocol: string;
  /** `10.1.0.0/16`, `ANY` */
  local?: string | undefined;
  localPort?: number | undefined;
  remote?: string | undefined;
  remotePort?: number | undefined;
  /** `Both`, `Inbound` */
  direction?: string | undefined;
}
