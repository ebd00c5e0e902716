/** A show is one show command: the names of the files that hold its output, and what its text says of the peer. */

import type { Address, AddressRange } from '../../ipsec/address.ts';
import type { Line } from '../../ipsec/citation.ts';
import type { EspSpi } from '../../ipsec/spi.ts';
import type { ShownDmvpn, ShownNhrp, ShownNhs, ShownRoute, ShownSelectors, ShownSession, ShownTranslation, ShownUser } from '../shown.ts';
import type { ShownGroup, ShownGroupRules, ShownGroupSelectors, ShownKeyServer } from '../shown-getvpn.ts';
import type { ShownRedundancy, ShownSharedAddress, ShownStandbyDelay, ShownStandbyNeighbor } from '../shown-redundancy.ts';

/** A fact and the line that says it, from 1; 0 when the fact is that no line says it. */
export interface Shown<T> extends Line {
  value: T;
}

export interface ShownChildSa {
  spi: EspSpi;
  direction: 'inbound' | 'outbound';
  /** Undefined of ESP. */
  protocol?: 'ah' | undefined;
  status?: string | undefined;
  remainingSeconds?: number | undefined;
  remainingKilobytes?: number | undefined;
  remote?: Address | undefined;
  /** Traffic selectors, as printed: `10.1.0.0/255.255.255.0/0/0`. */
  localProxy?: string | undefined;
  remoteProxy?: string | undefined;
  /** The inner VRF; undefined in the global table. */
  vrf?: string | undefined;
  connId?: number | undefined;
  /** Below which it stands: `Tunnel1`, `GigabitEthernet0/0`. */
  interface?: string | undefined;
  cryptoMap?: string | undefined;
  local?: Address | undefined;
  /** `esp-256-aes esp-sha-hmac` */
  transform?: string | undefined;
  /** `Tunnel`, `Transport UDP-Encaps` */
  mode?: string | undefined;
  isInitiator?: boolean | undefined;
  /** False where replays are let in; how many packets may be out of order. */
  isReplayChecked?: boolean | undefined;
  replayWindow?: number | undefined;
  /** Of an outbound one: whether its pair of selectors sends with it now; undefined where the listing does not say. */
  isCurrent?: boolean | undefined;
}

/** IKEv2's counts of requests, of this end and of the other. [C RFC 7296 2.2] */
export interface ShownMessageIds {
  localRequest: number;
  remoteRequest: number;
  localNext: number;
  remoteNext: number;
  localQueued: number;
  remoteQueued: number;
}

export interface ShownIkeSa {
  state: string;
  /** Both ends: which of them is the peer, its own address tells. */
  addresses: Address[];
  /** IKEv2: of both ends, in the same order. */
  ports?: number[] | undefined;
  status?: string | undefined;
  /** Its number on this device: conn-id, C-id, Tunnel-id. */
  connId?: number | undefined;
  /** The outer VRF, and the inner one; undefined in the global table. */
  frontVrf?: string | undefined;
  vrf?: string | undefined;
  /** `aes`, `AES-CBC 256` */
  encryption?: string | undefined;
  /** `SHA256`, `sha`; `None` where the cipher itself proves what is sent. */
  hash?: string | undefined;
  /** IKEv2 */
  prf?: string | undefined;
  dhGroup?: number | undefined;
  /** How this end proves who it is, and how the other does: `PSK`, `RSA`. IKEv1 has one way for both. */
  localAuth?: string | undefined;
  remoteAuth?: string | undefined;
  /** IKEv1: `D` probes the peer, `N` is NAT traversal. */
  capabilities?: string | undefined;
  lifetimeSeconds?: number | undefined;
  /** IKEv1: what is left of its lifetime. */
  remainingSeconds?: number | undefined;
  /** IKEv2: the SPIs of the IKE SA itself, as 16 hex digits. */
  localSpi?: string | undefined;
  remoteSpi?: string | undefined;
  localId?: string | undefined;
  remoteId?: string | undefined;
  sessionId?: number | undefined;
  /** IKEv2: `UP-ACTIVE`, and how many SAs the session has, of `show crypto ikev2 session`. */
  sessionStatus?: string | undefined;
  ikeCount?: number | undefined;
  childCount?: number | undefined;
  /** IKEv2: `Negotiation done` */
  statusDescription?: string | undefined;
  /** IKEv2: the next message of each end, and what it sent and has not seen answered. */
  messageIds?: ShownMessageIds | undefined;
  /** IKEv2: how many requests may be open at once. */
  localWindow?: number | undefined;
  remoteWindow?: number | undefined;
  /** IKEv2: what the peer gave this end. */
  pushedAddress?: Address | undefined;
  /** IKEv2: true when NAT-T was detected, at either end. */
  isNatDetected?: boolean | undefined;
  /** IKEv2: true when this device began the IKE SA. */
  isInitiator?: boolean | undefined;
  /** IKEv2: how long it has been up. */
  activeSeconds?: number | undefined;
  /** IKEv2: how often it probes the other end; 0 when it does not. */
  dpdSeconds?: number | undefined;
  dpdRetrySeconds?: number | undefined;
  /** The line that says so, and how far below the row it stands. */
  dpdLine?: { below: number; text: string } | undefined;
}

/** `active` SPIs are in use; `transient` ones are being set up or retired, but not only those. [L] */
export interface ShownSpi {
  spi: EspSpi;
  table: 'active' | 'transient';
}

/** An SA as the data plane holds it. */
export interface ShownDataPlaneSa {
  spi: EspSpi;
  direction?: 'inbound' | 'outbound' | undefined;
  isValid?: boolean | undefined;
  remote?: Address | undefined;
}

export interface ShownCounter {
  name: string;
  count: number;
  remote?: Address | undefined;
}

export type ConfiguredType =
  | 'static-crypto-map'
  | 'dynamic-crypto-map'
  | 'p2p-gre'
  | 'mgre-static-nhrp'
  | 'mgre-dynamic-nhrp'
  | 'svti'
  | 'ezvpn-client';

/** One way of protecting traffic that the configuration describes; `remote` is the peer it names, undefined for any. */
export interface ConfiguredTunnel {
  type: ConfiguredType;
  name: string;
  remote?: Address | undefined;
  /** Of a crypto map: the other peers, to which it turns when that one does not answer. */
  backups?: Address[] | undefined;
  lifetimeSeconds?: number | undefined;
  lifetimeKilobytes?: number | undefined;
}

export interface ShownDpd {
  intervalSeconds: number;
  retrySeconds?: number | undefined;
  isPeriodic: boolean;
}

/** Everything a show may say; each reader fills its part. */
export interface ShownState {
  version?: Shown<string> | undefined;
  /** `CISCO2911/K9`, `ASR1001` */
  model?: Shown<string> | undefined;
  uptimeSeconds?: Shown<number> | undefined;
  /** By the router's own clock, in its zone. */
  restartedAt?: Shown<number> | undefined;
  /** `Reload Command`, `power-on`, `LocalSoft` */
  reloadReason?: Shown<string> | undefined;
  /** Of two route processors: how often one took over from the other, and why at last. */
  switchovers?: Shown<number> | undefined;
  lastSwitchover?: Shown<string> | undefined;
  clockAt?: Shown<number> | undefined;
  isNtpSynchronised?: Shown<boolean> | undefined;
  childSas?: Shown<ShownChildSa>[] | undefined;
  /** Pairs of selectors, with or without SAs. */
  selectors?: Shown<ShownSelectors>[] | undefined;
  /** Those of a listing that shows a part. */
  partSas?: Shown<ShownChildSa>[] | undefined;
  /** Those that IKE believes to have: IPsec may have lost one. */
  ikeChildSas?: Shown<ShownChildSa>[] | undefined;
  ikeSas?: Shown<ShownIkeSa>[] | undefined;
  sessions?: Shown<ShownSession>[] | undefined;
  counters?: Shown<ShownCounter>[] | undefined;
  spis?: Shown<ShownSpi>[] | undefined;
  dataPlaneSas?: Shown<ShownDataPlaneSa>[] | undefined;
  redundancy?: Shown<ShownRedundancy>[] | undefined;
  standbyNeighbors?: Shown<ShownStandbyNeighbor>[] | undefined;
  sharedAddresses?: Shown<ShownSharedAddress>[] | undefined;
  standbyDelays?: Shown<ShownStandbyDelay>[] | undefined;
  tunnels?: Shown<ConfiguredTunnel>[] | undefined;
  peers?: Shown<AddressRange>[] | undefined;
  nhrp?: Shown<ShownNhrp>[] | undefined;
  /** Rows of `show dmvpn`: one tunnel address each, several may share an NBMA address. */
  dmvpn?: Shown<ShownDmvpn>[] | undefined;
  nhs?: Shown<ShownNhs>[] | undefined;
  groups?: Shown<ShownGroup>[] | undefined;
  keyServers?: Shown<ShownKeyServer>[] | undefined;
  groupRules?: Shown<ShownGroupRules>[] | undefined;
  groupSelectors?: Shown<ShownGroupSelectors>[] | undefined;
  routes?: Shown<ShownRoute>[] | undefined;
  translations?: Shown<ShownTranslation>[] | undefined;
  invalidSpiRecovery?: Shown<boolean> | undefined;
  /** The IKE that the crypto configuration is for, where it is for one only. */
  configuredIke?: Shown<1 | 2> | undefined;
  isDpdConfigured?: Shown<boolean> | undefined;
  dpd?: Shown<ShownDpd> | undefined;
  ikeLifetimeSeconds?: Shown<number> | undefined;
  ipsecLifetimeSeconds?: Shown<number> | undefined;
  ipsecLifetimeKilobytes?: Shown<number> | undefined;
  ipsecIdleSeconds?: Shown<number> | undefined;
  profiles?: Shown<string>[] | undefined;
  debugs?: Shown<string>[] | undefined;
  users?: Shown<ShownUser>[] | undefined;
  files?: Shown<{ name: string; sizeBytes: number }>[] | undefined;
  eemVersion?: Shown<string> | undefined;
  applets?: Shown<string>[] | undefined;
  /** Applets' runs, and how they ended. */
  runs?: Shown<{ name: string; result: string }>[] | undefined;
}

export interface Show {
  id: string;
  /** The command as it is typed. */
  command: string;
  /** Others that print the same: `show vrrp` beside `show standby`. */
  others?: readonly string[] | undefined;
  /** Matches the name of a bundle's file that holds its output. */
  names: RegExp;
  /** It prints not even a heading when it has nothing to list. [L] */
  isSilentWhenEmpty?: boolean | undefined;
  read(text: string): ShownState;
  /** Output, or its decisive part, that proves the reader. */
  samples: readonly string[];
}
