/** A peer's state is what its show commands and configuration said at one moment; absent means not captured, never "no". */

import type { ShownDmvpn, ShownNhrp, ShownSession } from '../ios/shown.ts';
import type { ShownGroup } from '../ios/shown-getvpn.ts';
import type { ShownRedundancy } from '../ios/shown-redundancy.ts';
import type { ConfiguredType, ShownChildSa, ShownCounter, ShownDataPlaneSa, ShownDpd, ShownIkeSa, ShownSpi } from '../ios/shows/show.ts';
import type { Address, AddressRange } from '../ipsec/address.ts';
import type { Citation } from '../ipsec/citation.ts';

/** A fact of a show, with the line that says it. */
export interface Cited<T> extends Citation {
  value: T;
}

/** An IKE SA with the tunnel's peer. */
export type ShownIkePeer = Omit<ShownIkeSa, 'addresses'> & { remote?: Address | undefined };

export interface PeerState {
  version?: Cited<string> | undefined;
  model?: Cited<string> | undefined;
  uptimeSeconds?: Cited<number> | undefined;
  /** When the device came up, as clockAt: by the time that `show version` names, else by its uptime when `show clock` was asked. */
  startedAt?: Cited<number> | undefined;
  ipsecSas?: Cited<ShownChildSa>[] | undefined;
  /** Of a listing that shows a part: what is in it is there, and what is not may be there too. */
  partSas?: Cited<ShownChildSa>[] | undefined;
  /** `show crypto ikev2 session detailed`: what IKE believes to have. */
  ikeChildSas?: Cited<ShownChildSa>[] | undefined;
  /** `show crypto ipsec spi-lookup`: SPIs that R could look up; transient ones are being set up or retired. [L] */
  spis?: Cited<ShownSpi>[] | undefined;
  /** What the QFP holds, against what IOSd lists. */
  dataPlaneSas?: Cited<ShownDataPlaneSa>[] | undefined;
  /** HSRP and VRRP groups, and what this peer is in them: `Active`, `Standby`. */
  redundancy?: Cited<ShownRedundancy>[] | undefined;
  /** `pkts invalid sa (rcv)`, `IN_US_V4_PKT_SA_NOT_FOUND_SPI` and their like, by label. */
  counters?: Cited<ShownCounter>[] | undefined;
  /** IKEv1: `QM_IDLE`, … IKEv2: `READY`; one entry a row. */
  ikeSas?: Cited<ShownIkePeer>[] | undefined;
  /** `UP-ACTIVE`, `UP-NO-IKE`, `DOWN`, … */
  sessionStatus?: Cited<string> | undefined;
  invalidSpiRecovery?: Cited<boolean> | undefined;
  cryptoConfigType?: Cited<ConfiguredType> | undefined;
  /** NHRP: which tunnel address is reached at which NBMA address. */
  nhrp?: Cited<ShownNhrp>[] | undefined;
  /** Rows of `show dmvpn` of this peer, with their state. */
  dmvpn?: Cited<ShownDmvpn>[] | undefined;
  /** Crypto sessions with this peer: version, uptime, flows. */
  sessions?: Cited<ShownSession>[] | undefined;
  /** GETVPN groups that it is a member of. */
  groups?: Cited<ShownGroup>[] | undefined;
  /** Whom the configuration names as IKE peers: addresses, networks, any. */
  peers?: Cited<AddressRange>[] | undefined;
  /** The IKE that the crypto configuration is for, where it is for one only. */
  configuredIke?: Cited<1 | 2> | undefined;
  /** False only when the crypto configuration was captured and no line asks for DPD. */
  isDpdConfigured?: Cited<boolean> | undefined;
  dpd?: Cited<ShownDpd> | undefined;
  ikeLifetimeSeconds?: Cited<number> | undefined;
  ipsecLifetimeSeconds?: Cited<number> | undefined;
  ipsecLifetimeKilobytes?: Cited<number> | undefined;
  /** After so long without a packet R deletes an SA. */
  ipsecIdleSeconds?: Cited<number> | undefined;
  isNtpSynchronised?: Cited<boolean> | undefined;
  /** What `show clock` said, in ms as its wall clock were UTC (named zones are converted). */
  clockAt?: Cited<number> | undefined;
}
